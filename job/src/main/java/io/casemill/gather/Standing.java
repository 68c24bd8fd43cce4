package io.casemill.gather;

import io.casemill.status.Status;
import io.casemill.status.StatusRow;
import io.casemill.status.Winner;
import io.casemill.status.Winner.Candidate;

/**
 * The row that counts for a case.
 *
 * @param row what it says; its case has no values
 * @param winner how it won
 * @param asOf the newest epoch that it speaks for: its own, or that of an attempt in whose place it stands
 */
record Standing(StatusRow row, Winner winner, int asOf) {

    /** A row before any other was seen. */
    static Standing of(StatusRow row, Candidate candidate) {
        return new Standing(row, Winner.of(candidate), candidate.segment().epoch());
    }

    /** The epoch that wrote the row. */
    int epoch() {
        return winner.row().segment().epoch();
    }

    /** Whether the row only says why an attempt left the case. */
    boolean isPending() {
        return row.status() == Status.PENDING;
    }

    /** The better of both. What left a case is no rival of what ended it, and no duplicate. */
    Standing merge(Standing other) {
        if (isPending() != other.isPending()) {
            return isPending() ? other : this;
        }
        Winner merged = winner.merge(other.winner);
        StatusRow best = merged.row().equals(winner.row()) ? row : other.row;
        return new Standing(best, merged, merged.row().segment().epoch());
    }

    /** This row, in the place of one that timed out. */
    Standing insteadOf(Standing late) {
        String message = "Epoch " + late.epoch() + ": "
                + String.valueOf(late.row.errorMessage()).lines().findFirst().orElse("")
                + " The completed result of epoch " + epoch() + " stands (failure.on_timeout: cached)";
        return new Standing(row.withMessage(message), winner, late.epoch());
    }
}
