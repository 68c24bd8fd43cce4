package io.casemill.executor;

/**
 * How many cases the next chunk holds, so that a chunk takes about {@link #TARGET_NANOS}: cheap cases share the cost of
 * admission, slow cases travel alone. Grows at most twofold per chunk, so that one lucky measurement does no harm. Used
 * by the task's thread only.
 */
final class ChunkSize {
    static final int LARGEST = 1024;
    private static final long TARGET_NANOS = 4_000_000;

    private int size = 1;

    int next() {
        return size;
    }

    /** Learns from a finished chunk of {@code cases} that kept workers busy for {@code nanos} in all. */
    void learn(int cases, long nanos) {
        long each = Math.max(1, nanos / Math.max(1, cases));
        long wanted = Math.max(1, TARGET_NANOS / each);
        size = (int) Math.min(LARGEST, Math.min(wanted, 2L * size));
    }
}
