package io.casemill.executor;

/** Receives what a task has to tell while it runs, on the task's thread. */
public interface Tally {

    /** Cases recorded since the last call; {@code specFailed} of the completed ones miss their limits. */
    void add(long completed, long failed, long specFailed);

    /** What the executor's workers did for the run so far. Called once, when the task ends, however it ends. */
    default void add(EngineStatistics statistics) {}
}
