package io.casemill.gather;

import java.io.Serializable;

/**
 * Counts of rows of the master table.
 *
 * @param completed completed cases
 * @param failed failed cases
 * @param pending cases without a result
 * @param reused rows that an earlier run computed
 * @param specPassed completed cases that meet all limits
 * @param specFailed completed cases that miss one
 * @param duplicates rows beyond the first of a case
 * @param contradicted cases with two completed rows that differ
 */
public record Counts(
        long completed,
        long failed,
        long pending,
        long reused,
        long specPassed,
        long specFailed,
        long duplicates,
        long contradicted)
        implements Serializable {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    public long rows() {
        return completed + failed + pending;
    }

    Counts plus(Counts o) {
        return new Counts(
                completed + o.completed,
                failed + o.failed,
                pending + o.pending,
                reused + o.reused,
                specPassed + o.specPassed,
                specFailed + o.specFailed,
                duplicates + o.duplicates,
                contradicted + o.contradicted);
    }
}
