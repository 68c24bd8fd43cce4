package io.casemill.gather;

import io.casemill.master.VersionFile;
import io.casemill.status.StatusRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the rows of one part while it is written. */
final class Counter {
    /** Contradictions are named up to this many; the count is exact. */
    private static final int NAMED = 10;

    private final List<Long> contradictions = new ArrayList<>();
    private long completed;
    private long failed;
    private long pending;
    private long reused;
    private long specPassed;
    private long specFailed;
    private long duplicates;
    private long contradicted;

    void count(StatusRow row, @Nullable Standing standing) {
        switch (row.status()) {
            case COMPLETED -> completed++;
            case FAILED -> failed++;
            case PENDING -> pending++;
        }
        if (row.reused()) {
            reused++;
        }
        if (row.specPass() != null) {
            if (row.specPass()) {
                specPassed++;
            } else {
                specFailed++;
            }
        }
        if (standing != null && !standing.isPending()) {
            duplicates += standing.winner().rows() - 1;
            if (standing.winner().disputed()) {
                contradicted++;
                if (contradictions.size() < NAMED) {
                    contradictions.add(row.theCase().id());
                }
            }
        }
    }

    PartSummary summary(VersionFile part, List<Evidence> damaged) {
        Counts counts =
                new Counts(completed, failed, pending, reused, specPassed, specFailed, duplicates, contradicted);
        return new PartSummary(part, counts, damaged, contradictions);
    }
}
