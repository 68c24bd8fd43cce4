package io.casemill.executor;

/** Receives counts of recorded cases while a task runs, on the task's thread. */
public interface Tally {

    /** Cases recorded since the last call; {@code specFailed} of the completed ones miss their limits. */
    void add(long completed, long failed, long specFailed);
}
