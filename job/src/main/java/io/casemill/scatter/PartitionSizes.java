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
 * @param together cases that a slot runs at once, at least 1: with fewer in a partition, workers would idle beside full slots
 * @param largest the most cases in one partition
 */
record PartitionSizes(int slots, int together, long largest) {
    /** A slot takes this part of its fair share of the remainder, so that a wrong guess can be mended later. */
    private static final int SHARES = 2;

    /** No partition is smaller than this part of a slot's fair share: a task has a cost of its own. */
    private static final int FINEST = 32;

    /**
     * No more partitions than that, as far as the largest may hold: a driver launches some 1,500 tasks a second, one after the other
     * (Ousterhout, Wendell, Zaharia and Stoica, "Sparrow: distributed low-latency Spark scheduling", slides, 2013), so this many keep
     * it busy for half a minute. With seven per slot, thousands of slots would wait for the driver; fewer, larger partitions cost
     * little, because all workers of an executor share each of them (simulated: {@code job/bench/README.md}).
     */
    private static final int MOST = 40_000;

    PartitionSizes {
        if (slots < 1 || together < 1 || largest < 1) {
            throw new IllegalArgumentException("Invalid partition sizes: slots " + slots + ", together " + together
                    + " and largest " + largest + " must be at least 1");
        }
    }

    /**
     * Partitions of [0, size) without the settled cases, in order. They cover exactly the unsettled cases, do not overlap,
     * and each has at least one case to run.
     */
    List<CaseRange> cut(long size, CaseSet settled) {
        long left = size - settled.size();
        long smallest = smallest(left);
        List<CaseRange> partitions = new ArrayList<>();
        long from = 0;
        while (left > 0) {
            long wanted = next(left, smallest);
            long to = endOf(from, wanted, size, settled);
            partitions.add(CaseRange.without(new IndexRange(from, to), settled));
            left -= wanted;
            from = to;
        }
        return partitions;
    }

    private long next(long left, long smallest) {
        long share = left / ((long) slots * SHARES);
        return Math.min(left, Math.min(largest, Math.max(smallest, share)));
    }

    /** What no partition but the last falls below. */
    private long smallest(long all) {
        long smallest = Math.max(together, all / ((long) slots * FINEST));
        while (smallest < largest && isMoreThanMost(all, smallest)) {
            smallest += 1 + smallest / 4;
        }
        return smallest;
    }

    private boolean isMoreThanMost(long all, long smallest) {
        long left = all;
        for (int partitions = 0; partitions < MOST && left > 0; partitions++) {
            left -= next(left, smallest);
        }
        return left > 0;
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
