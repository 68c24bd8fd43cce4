package io.casemill.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A version in a few numbers, from one pass over its rows.
 *
 * @param planned all rows
 * @param completed rows with that status
 * @param failed rows with that status
 * @param pending rows with that status
 * @param specPassed rows that meet their limits
 * @param specFailed rows that miss one
 * @param slowest the cases that took longest, slowest first, at most three
 * @param failures the failed cases by kind, most first
 * @param cut failed cases that came after the groups were full
 */
public record Digest(
        long planned,
        long completed,
        long failed,
        long pending,
        long specPassed,
        long specFailed,
        List<Slow> slowest,
        List<FailureGroups.Group> failures,
        long cut) {
    private static final int SLOWEST = 3;

    public Digest {
        slowest = List.copyOf(slowest);
        failures = List.copyOf(failures);
    }

    /** The columns that {@link #of} reads. */
    public static final List<String> COLUMNS = List.of(
            TableColumns.CASE_ID,
            TableColumns.STATUS,
            TableColumns.SPEC_PASS,
            TableColumns.ERROR_CLASS,
            TableColumns.ERROR_MESSAGE,
            TableColumns.DURATION);

    /**
     * @param caseId the case
     * @param seconds how long it took
     */
    public record Slow(long caseId, double seconds) {}

    /** The most frequent kind of failure, or null when nothing failed. */
    public FailureGroups.@Nullable Group commonest() {
        return failures.isEmpty() ? null : failures.get(0);
    }

    /** Reads all rows, which have at least {@link #COLUMNS}. Does not close them. */
    public static Digest of(Rows rows) throws IOException {
        int[] at = COLUMNS.stream()
                .mapToInt(name -> FilteredRows.position(rows.columns(), name))
                .toArray();
        Comparator<Slow> order =
                Comparator.comparingDouble(Slow::seconds).thenComparing(Slow::caseId, Comparator.reverseOrder());
        PriorityQueue<Slow> slowest = new PriorityQueue<>(order);
        FailureGroups groups = new FailureGroups();
        long planned = 0;
        long completed = 0;
        long failed = 0;
        long passed = 0;
        long missed = 0;
        while (rows.next()) {
            planned++;
            long id = rows.value(at[0]) instanceof Number number ? number.longValue() : -1;
            String status = text(rows.value(at[1]));
            if (status.equals("completed")) {
                completed++;
            } else if (status.equals("failed")) {
                failed++;
                groups.add(id, text(rows.value(at[3])), text(rows.value(at[4])));
            }
            if (rows.value(at[2]) instanceof Boolean pass) {
                passed += pass ? 1 : 0;
                missed += pass ? 0 : 1;
            }
            if (rows.value(at[5]) instanceof Double seconds && !seconds.isNaN()) {
                offer(slowest, id, seconds);
            }
        }
        List<Slow> ordered = new ArrayList<>(slowest);
        ordered.sort(order.reversed());
        return new Digest(
                planned,
                completed,
                failed,
                planned - completed - failed,
                passed,
                missed,
                ordered,
                groups.sorted(),
                groups.cut());
    }

    private static void offer(PriorityQueue<Slow> slowest, long id, double seconds) {
        Slow top = slowest.peek();
        if (slowest.size() == SLOWEST && top != null && seconds < top.seconds()) {
            return;
        }
        Slow slow = new Slow(id, seconds);
        slowest.add(slow);
        if (slowest.size() > SLOWEST) {
            slowest.poll();
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
