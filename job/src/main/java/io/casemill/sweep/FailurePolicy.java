package io.casemill.sweep;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a run gives up and which failures are tried again.
 *
 * @param maxFraction the run stops when more than this fraction of the planned cases failed, or null
 * @param maxCount the run stops when more than this many cases failed, or null
 * @param retries by error class
 * @param onTimeout what becomes of a case whose last attempt ran out of its time
 */
public record FailurePolicy(
        @Nullable Double maxFraction, @Nullable Long maxCount, List<Retry> retries, OnTimeout onTimeout) {
    /** Never stops, never retries. */
    public static final FailurePolicy NONE = new FailurePolicy(null, null, List.of(), OnTimeout.FAIL);

    public FailurePolicy {
        Objects.requireNonNull(onTimeout);
        retries = List.copyOf(retries);
    }

    /** What becomes of a case that ran out of its time, after the retries that it has. */
    public enum OnTimeout {
        /** It has failed. */
        FAIL,
        /** An earlier completed result with the same key stands, if there is one; otherwise it has failed. */
        CACHED
    }

    /** How often a case that failed so is tried again. */
    public int retriesOf(ErrorClass errorClass) {
        return retries.stream()
                .filter(retry -> retry.on().contains(errorClass.id()))
                .mapToInt(Retry::times)
                .max()
                .orElse(0);
    }

    /** How many failed cases a run over {@code planned} cases tolerates. */
    public long tolerated(long planned) {
        long byCount = maxCount == null ? Long.MAX_VALUE : maxCount;
        long byFraction = maxFraction == null ? Long.MAX_VALUE : (long) Math.floor(maxFraction * planned);
        return Math.min(byCount, byFraction);
    }

    /**
     * Another attempt after some failures.
     *
     * @param on names of error classes
     * @param times how often a case is tried again, at least 1
     */
    public record Retry(List<String> on, int times) {
        public Retry {
            on = List.copyOf(on);
        }
    }
}
