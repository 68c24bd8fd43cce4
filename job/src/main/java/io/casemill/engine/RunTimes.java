package io.casemill.engine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * How long steps ran, in nanoseconds: a snapshot of a histogram, which merges with others. Immutable; its size follows the spread of
 * the values and never their number.
 *
 * <p>Quantiles are by nearest rank and within 1/32 (3.2 %) of the exact one; count, sum and maximum are exact. Of a difference
 * ({@link #since}) the maximum is within 1/16, because nobody remembers the largest value of a part.
 */
public final class RunTimes implements Serializable {

    private static final long serialVersionUID = 1;

    /** Of no step. */
    public static final RunTimes NONE = new RunTimes(new int[0], new long[0], 0, 0);

    /** Those that are not empty, ascending. */
    private final int[] buckets;

    private final long[] counts;
    private final long sum;
    private final long max;

    private RunTimes(int[] buckets, long[] counts, long sum, long max) {
        this.buckets = buckets;
        this.counts = counts;
        this.sum = sum;
        this.max = max;
    }

    /** Reads each bucket's count once; negative ones count as 0. */
    static RunTimes of(IntToLongFunction counts, long sum, long max) {
        long[] all = new long[Buckets.COUNT];
        Arrays.setAll(all, counts);
        int[] filled = IntStream.range(0, all.length).filter(i -> all[i] > 0).toArray();
        long[] kept = Arrays.stream(filled).mapToLong(i -> all[i]).toArray();
        return filled.length == 0 ? NONE : new RunTimes(filled, kept, sum, max);
    }

    /** The number of steps. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** All run times added up. */
    public long sumNanos() {
        return sum;
    }

    /** NaN when there is no step. */
    public double meanNanos() {
        long count = count();
        return count == 0 ? Double.NaN : (double) sum / count;
    }

    /** 0 when there is no step. */
    public long maxNanos() {
        return max;
    }

    /**
     * The run time that this share of the steps did not exceed; 0 when there is no step.
     *
     * @param share from 0 to 1; 0.5 gives the median
     */
    public long quantileNanos(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("Invalid quantile: must be from 0 to 1, is " + share);
        }
        long rank = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                // A maximum that was read a moment earlier may lie in a lower bucket.
                boolean last = Buckets.of(max) == buckets[i];
                return last ? Math.min(Buckets.middle(buckets[i]), max) : Buckets.middle(buckets[i]);
            }
        }
        return 0;
    }

    /** Both together. */
    public RunTimes plus(RunTimes other) {
        return of(i -> at(i) + other.at(i), sum + other.sum, Math.max(max, other.max));
    }

    /** What came after an earlier snapshot of the same histogram. */
    public RunTimes since(RunTimes earlier) {
        RunTimes later = of(i -> at(i) - earlier.at(i), sum - earlier.sum, max);
        if (later.buckets.length == 0) {
            return NONE;
        }
        long highest = Buckets.highest(later.buckets[later.buckets.length - 1]);
        return new RunTimes(later.buckets, later.counts, later.sum, Math.min(max, highest));
    }

    private long at(int bucket) {
        int i = Arrays.binarySearch(buckets, bucket);
        return i < 0 ? 0 : counts[i];
    }

    @Override
    public String toString() {
        return count() + " steps, mean " + meanNanos() + " ns, median " + quantileNanos(0.5) + " ns, maximum " + max
                + " ns";
    }
}
