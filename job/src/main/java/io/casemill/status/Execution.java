package io.casemill.status;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to run a case.
 *
 * @param placement the partition attempt that it belongs to
 * @param attempt counts the attempts of the case from 0
 * @param startedMicros microseconds since 1970-01-01 UTC
 * @param durationSeconds wall time, NaN when not known
 * @param cpuSeconds CPU time, NaN when not known
 * @param peakRssBytes largest resident memory of an external process, -1 when not known
 * @param worker the engine's worker, -1 when not known
 * @param core the CPU that the worker is pinned to, -1 when it is not
 * @param exitCode of the external process, or null
 * @param artifacts the folder of kept files below the run directory, or null
 */
public record Execution(
        Placement placement,
        int attempt,
        long startedMicros,
        double durationSeconds,
        double cpuSeconds,
        long peakRssBytes,
        int worker,
        int core,
        @Nullable Integer exitCode,
        @Nullable String artifacts) {
    public Execution {
        Objects.requireNonNull(placement);
        if (attempt < 0) {
            throw new IllegalArgumentException("Invalid attempt " + attempt + ": must be at least 0");
        }
    }
}
