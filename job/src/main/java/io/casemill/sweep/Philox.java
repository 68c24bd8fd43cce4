package io.casemill.sweep;

/**
 * The counter-based random number generator Philox4x64 with ten rounds: a keyed bijection of a 256-bit counter, so that
 * any draw is one computation, without state. Of the four 64-bit words only the first is used.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.
 */
final class Philox {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2E7470EE14C6C93L;
    private static final long MULTIPLIER_1 = 0xCA5A826395121157L;
    private static final long WEYL_0 = 0x9E3779B97F4A7C15L;
    private static final long WEYL_1 = 0xBB67AE8584CAA73BL;

    private Philox() {}

    /** The first word for the counter (c0, c1, c2, c3); any bit is as random as any other. */
    static long word(long key0, long key1, long c0, long c1, long c2, long c3) {
        long x0 = c0;
        long x1 = c1;
        long x2 = c2;
        long x3 = c3;
        long k0 = key0;
        long k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long high0 = multiplyHigh(MULTIPLIER_0, x0);
            long low0 = MULTIPLIER_0 * x0;
            long high1 = multiplyHigh(MULTIPLIER_1, x2);
            long low1 = MULTIPLIER_1 * x2;
            x0 = high1 ^ x1 ^ k0;
            x1 = low1;
            x2 = high0 ^ x3 ^ k1;
            x3 = low0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return x0;
    }

    /** The midpoint of one of 2^52 equal cells of (0, 1): exact in 53 bits, symmetric, never 0 and never 1. */
    static double uniform(long word) {
        return ((word >>> 11) | 1L) * 0x1p-53;
    }

    /** The upper half of the unsigned product; corrects the signed one by each factor whose sign bit is set. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
