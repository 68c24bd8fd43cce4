package io.casemill.sweep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a case may use, and how long a partition and a run may take.
 *
 * @param timeout wall time of a case
 * @param partitionTimeout wall time of one attempt at a partition, or null for no limit
 * @param runTimeout wall time of one run, or null for no limit
 * @param memoryBytes address space of an external process, or null for no limit
 * @param outputBytes what an external process may print to standard output and error together
 * @param fileBytes the largest file that an external process may write
 */
public record Limits(
        Duration timeout,
        @Nullable Duration partitionTimeout,
        @Nullable Duration runTimeout,
        @Nullable Long memoryBytes,
        long outputBytes,
        long fileBytes) {
    /** Ten minutes, no memory limit, 64 MiB of output, 4 GiB files. */
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(10), null, 64L << 20, 4L << 30);

    /** Limits of a case alone. */
    public Limits(Duration timeout, @Nullable Long memoryBytes, long outputBytes, long fileBytes) {
        this(timeout, null, null, memoryBytes, outputBytes, fileBytes);
    }
}
