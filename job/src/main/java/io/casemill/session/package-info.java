/** What one partition attempt owns: its identity, its blobs, what it keeps of a case. Called by the executor and by runners. */
@org.jspecify.annotations.NullMarked
package io.casemill.session;
