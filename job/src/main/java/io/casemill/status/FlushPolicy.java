package io.casemill.status;

import java.time.Duration;

/**
 * When a status log closes a segment, and how long it waits for a store that fails.
 *
 * @param rows at most so many rows in a segment
 * @param bytes at most about so many bytes of rows in memory, before encoding
 * @param age the oldest row waits at most so long
 * @param attempts how often a segment is tried, at least 1
 * @param firstDelay the wait after the first failure; it doubles with each
 * @param longestDelay the longest wait, longer than the first
 */
public record FlushPolicy(
        int rows, long bytes, Duration age, int attempts, Duration firstDelay, Duration longestDelay) {
    /** 10,000 rows, 8 MiB, 5 s; 26 attempts, which wait about ten minutes in all. */
    public static final FlushPolicy DEFAULT =
            new FlushPolicy(10_000, 8 << 20, Duration.ofSeconds(5), 26, Duration.ofMillis(100), Duration.ofSeconds(30));

    public FlushPolicy {
        if (rows < 1 || bytes < 1 || attempts < 1) {
            throw new IllegalArgumentException("Invalid flush policy: rows " + rows + ", bytes " + bytes + ", attempts "
                    + attempts + " must be at least 1");
        }
    }

    /** The same bounds, with few attempts and short waits: for a thread that was told to end. */
    FlushPolicy hurried() {
        return new FlushPolicy(rows, bytes, age, Math.min(attempts, 5), Duration.ofMillis(20), Duration.ofMillis(200));
    }
}
