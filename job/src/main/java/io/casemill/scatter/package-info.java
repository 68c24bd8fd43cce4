/** Sizes partitions, sends them to executors and collects their commits. Called by app. */
@org.jspecify.annotations.NullMarked
package io.casemill.scatter;
