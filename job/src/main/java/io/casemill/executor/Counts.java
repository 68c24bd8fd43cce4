package io.casemill.executor;

import io.casemill.status.Status;
import io.casemill.status.StatusRow;

/** Counts of the rows that one task attempt recorded. Owned by the task's thread. */
final class Counts {
    private final Tally tally;
    private long completed;
    private long failed;
    private long specFailed;

    // What the tally was told of.
    private long toldCompleted;
    private long toldFailed;
    private long toldSpecFailed;

    Counts(Tally tally) {
        this.tally = tally;
    }

    void count(StatusRow row) {
        if (row.status() == Status.COMPLETED) {
            completed++;
            if (Boolean.FALSE.equals(row.specPass())) {
                specFailed++;
            }
        } else {
            failed++;
        }
    }

    /** Counts rows that an earlier attempt left. */
    void found(long itsCompleted, long itsFailed, long itsSpecFailed) {
        completed += itsCompleted;
        failed += itsFailed;
        specFailed += itsSpecFailed;
    }

    /** Tells the tally what is new. */
    void report() {
        if (completed + failed == toldCompleted + toldFailed) {
            return;
        }
        tally.add(completed - toldCompleted, failed - toldFailed, specFailed - toldSpecFailed);
        toldCompleted = completed;
        toldFailed = failed;
        toldSpecFailed = specFailed;
    }

    long completed() {
        return completed;
    }

    long failed() {
        return failed;
    }
}
