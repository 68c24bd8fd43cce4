/** The executor's work-stealing scheduler: deques, injector, workers, sleep, step timeouts. Knows no case and no Spark. Called by the executor. */
@org.jspecify.annotations.NullMarked
package io.casemill.engine;
