package io.casemill.status;

import java.util.Comparator;

/**
 * The row that counts for a case among all that attempts left, and what was seen on the way. Merging is associative and
 * commutative, so the winner depends neither on the order of files nor on how the work is divided.
 *
 * @param row the row that counts
 * @param rows how many rows were seen, at least 1
 * @param disputed whether two completed rows have different digests
 */
public record Winner(Candidate row, long rows, boolean disputed) {
    /**
     * The better row first: completed before failed before pending; of completed rows the one of the lowest epoch, of failed
     * rows the one of the highest, which tells of the newest try; then the lowest stage attempt, task attempt, partition,
     * segment and position. Total over rows of one run: no two rows have the same place.
     */
    public static final Comparator<Candidate> ORDER = Comparator.comparingInt((Candidate each) -> rank(each.status()))
            .thenComparingInt(each -> each.status() == Status.COMPLETED ? each.epoch() : -each.epoch())
            .thenComparing(Candidate::segment)
            .thenComparingLong(Candidate::position);

    /**
     * One row.
     *
     * @param status how the row says the case stands
     * @param digest of the row
     * @param segment where it was read
     * @param position in the segment, from 0
     */
    public record Candidate(Status status, Digest digest, SegmentName segment, long position) {
        int epoch() {
            return segment.epoch();
        }
    }

    /** Of one row alone. */
    public static Winner of(Candidate row) {
        return new Winner(row, 1, false);
    }

    /** The winner over the rows of both; the rows of one must not be among those of the other. */
    public Winner merge(Winner other) {
        Candidate best = ORDER.compare(row, other.row) <= 0 ? row : other.row;
        // Undisputed rows that completed all have the digest of their winner, which itself completed.
        boolean differ = row.status() == Status.COMPLETED
                && other.row.status() == Status.COMPLETED
                && !row.digest().equals(other.row.digest());
        return new Winner(best, rows + other.rows, disputed || other.disputed || differ);
    }

    private static int rank(Status status) {
        return switch (status) {
            case COMPLETED -> 0;
            case FAILED -> 1;
            case PENDING -> 2;
        };
    }
}
