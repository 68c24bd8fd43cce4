package io.casemill.scatter;

import java.util.function.LongUnaryOperator;

/** How long cases take, in nanoseconds: a pure function of the case, with the mean and shape that were asked for. */
final class Durations {

    private Durations() {}

    /** All cases alike. */
    static LongUnaryOperator uniform(double meanSeconds) {
        long nanos = nanos(meanSeconds);
        return index -> nanos;
    }

    /** Log-normal with this standard deviation of the logarithm. */
    static LongUnaryOperator logNormal(long seed, double meanSeconds, double sigma) {
        double scale = meanSeconds * Math.exp(-sigma * sigma / 2);
        return index -> nanos(scale * Math.exp(sigma * normal(seed, index)));
    }

    /** Pareto of this shape, cut off (not censored) at {@code largest} times its mean before the cut; any mean below infinity. */
    static LongUnaryOperator pareto(long seed, double meanSeconds, double shape, double largest) {
        double most = largest * shape / (shape - 1);
        double tail = Math.pow(most, -shape);
        // The mean of a Pareto from 1 that is truncated at most.
        double mean = shape / (shape - 1) * (1 - Math.pow(most, 1 - shape)) / (1 - tail);
        return index -> nanos(meanSeconds / mean * Math.pow(1 - (1 - tail) * uniform(seed, 2 * index), -1 / shape));
    }

    private static long nanos(double seconds) {
        return Math.max(1, Math.round(seconds * 1e9));
    }

    /** Box and Muller 1958. */
    private static double normal(long seed, long index) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, 2 * index)));
        return radius * Math.cos(2 * Math.PI * uniform(seed, 2 * index + 1));
    }

    /** In [0, 1): the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a Weyl sequence. */
    private static double uniform(long seed, long index) {
        long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }
}
