/** The CPUs that this process may use, and pinning of threads to them. Called by the executor. */
@org.jspecify.annotations.NullMarked
package io.casemill.affinity;
