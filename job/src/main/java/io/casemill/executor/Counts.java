package io.casemill.executor;

import io.casemill.status.Status;
import io.casemill.status.StatusRow;

/** Counts of the rows that one task attempt recorded. Owned by the task's thread. */
final class Counts {
    private long completed;
    private long failed;
    private long specFailed;

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

    Counts copy() {
        Counts copy = new Counts();
        copy.completed = completed;
        copy.failed = failed;
        copy.specFailed = specFailed;
        return copy;
    }

    void reportSince(Counts before, Tally tally) {
        tally.add(completed - before.completed, failed - before.failed, specFailed - before.specFailed);
    }

    long completed() {
        return completed;
    }

    long failed() {
        return failed;
    }
}
