package io.casemill.executor;

/**
 * How many cases the next chunk holds, so that a chunk takes about {@link #TARGET_NANOS}: cheap cases share the cost of
 * admission, slow cases travel alone. Grows at most twofold per chunk, so that one lucky measurement does no harm. Used
 * by the task's thread only.
 */
final class ChunkSize {
    static final int LARGEST = 1024;
    private static final long TARGET_NANOS = 10_000_000;

    private int size;
    private long each;

    /**
     * @param first the size of the first chunk: what a task of the same run arrived at before, or 1. When cases have become slower, idle
     *     workers share what is too large
     */
    ChunkSize(int first) {
        size = first;
    }

    int next() {
        return size;
    }

    /** How long the next chunk will keep one worker busy, as far as is known, in nanoseconds. */
    long nanos() {
        return size * each;
    }

    /** Learns from a finished chunk of {@code cases} that kept workers busy for {@code nanos} in all. */
    void learn(int cases, long nanos) {
        each = Math.max(1, nanos / Math.max(1, cases));
        long wanted = Math.max(1, TARGET_NANOS / each);
        size = (int) Math.min(LARGEST, Math.min(wanted, 2L * size));
    }

    /** The size that suits cases of so many nanoseconds each. */
    static int of(double nanosEach) {
        return (int) Math.max(1, Math.min(LARGEST, TARGET_NANOS / Math.max(1, nanosEach)));
    }
}
