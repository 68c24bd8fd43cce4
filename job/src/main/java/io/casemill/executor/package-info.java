/** The Spark-free composition of one task attempt, from admitted cases to a commit. Called by scatter. */
@org.jspecify.annotations.NullMarked
package io.casemill.executor;
