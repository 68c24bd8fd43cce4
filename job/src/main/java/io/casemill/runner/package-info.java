/** Runs one case on one worker and says what came of it; supervises external processes. Called by the executor. */
@org.jspecify.annotations.NullMarked
package io.casemill.runner;
