package io.casemill.scatter;

import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import io.casemill.plan.IndexRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the sweep into partitions that shrink towards its end (guided self-scheduling, Polychronopoulos and Kuck 1987):
 * each takes an equal share of what is left, so the last ones are short and no executor waits long for another.
 *
 * @param slots tasks that run at once on the whole cluster, at least 1
 * @param largest the most cases in one partition
 */
record PartitionSizes(int slots, long largest) {
    /** A task that is lost runs again: this bounds what it costs. */
    static final long LARGEST = 50_000;

    /** A slot takes this part of its fair share of the remainder, so that a wrong guess can be mended later. */
    private static final int SHARES = 2;

    /** No partition is smaller than this part of a slot's fair share: a task has a cost of its own. */
    private static final int FINEST = 32;

    PartitionSizes {
        if (slots < 1 || largest < 1) {
            throw new IllegalArgumentException(
                    "Invalid partition sizes: slots " + slots + " and largest " + largest + " must be at least 1");
        }
    }

    static PartitionSizes of(int slots) {
        return new PartitionSizes(slots, LARGEST);
    }

    /**
     * Partitions of [0, size) without the settled cases, in order. They cover exactly the unsettled cases, do not overlap,
     * and each has at least one case to run.
     */
    List<CaseRange> cut(long size, CaseSet settled) {
        long left = size - settled.size();
        long smallest = Math.max(1, left / ((long) slots * FINEST));
        List<CaseRange> partitions = new ArrayList<>();
        long from = 0;
        while (left > 0) {
            long share = left / ((long) slots * SHARES);
            long wanted = Math.min(left, Math.min(largest, Math.max(smallest, share)));
            long to = endOf(from, wanted, size, settled);
            partitions.add(CaseRange.without(new IndexRange(from, to), settled));
            left -= wanted;
            from = to;
        }
        return partitions;
    }

    /** The first end such that [from, end) holds {@code wanted} unsettled cases. */
    private static long endOf(long from, long wanted, long size, CaseSet settled) {
        if (settled.isEmpty()) {
            return from + wanted;
        }
        long low = from + wanted;
        long high = size;
        while (low < high) {
            long middle = low + (high - low) / 2;
            IndexRange range = new IndexRange(from, middle);
            if (range.size() - settled.count(range) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
