package io.casemill.engine;

/**
 * The scale of the run-time histogram: sixteen buckets per power of two, as in Tene's HdrHistogram. A bucket from 32 on is at most a
 * sixteenth of its lowest value wide, so its middle is within 1/32 (3.2 %) of every value in it; smaller values have a bucket each.
 */
final class Buckets {

    private static final int BITS = 4;
    private static final int PER_POWER = 1 << BITS;

    /** One bucket for each value that {@link #of} may return: the whole range of non-negative longs. */
    static final int COUNT = (Long.SIZE - 1 - BITS + 1) * PER_POWER;

    private Buckets() {}

    /** The bucket of a value of at least 0. A few instructions without a branch that could be mispredicted often. */
    static int of(long value) {
        if (value < PER_POWER) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(value);
        return (shift << BITS) + (int) (value >>> shift);
    }

    /** The middle of a bucket. */
    static long middle(int bucket) {
        return lowest(bucket) + (width(bucket) - 1) / 2;
    }

    /** The largest value of a bucket. */
    static long highest(int bucket) {
        return lowest(bucket) + width(bucket) - 1;
    }

    private static long lowest(int bucket) {
        int shift = shift(bucket);
        return (long) (bucket - (shift << BITS)) << shift;
    }

    private static long width(int bucket) {
        return 1L << shift(bucket);
    }

    private static int shift(int bucket) {
        return Math.max(0, (bucket >> BITS) - 1);
    }
}
