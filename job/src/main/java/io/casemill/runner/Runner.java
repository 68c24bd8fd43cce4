package io.casemill.runner;

import io.casemill.sweep.Case;

/**
 * Runs cases one after the other on one worker. An instance belongs to one worker and one run, is used from that
 * worker's thread only, and lives across cases; what it holds (a simulator process, a model's memory) is made lazily.
 */
public interface Runner extends AutoCloseable {

    /**
     * Runs one case to its end. Whatever the case does is in the outcome; an exception from here is a defect of the
     * runner and is recorded as {@code error}. When the thread is interrupted, ends the case's processes and returns
     * {@link Outcome.Cancelled} with the interrupt flag set.
     */
    Outcome run(Case theCase, CaseContext context);

    /** Frees what the runner holds. Idempotent. */
    @Override
    void close();
}
