package io.casemill.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a run gives up and which failures are tried again.
 *
 * @param maxFraction the run stops when more than this fraction of the planned cases failed, or null
 * @param maxCount the run stops when more than this many cases failed, or null
 * @param retries by error class
 */
public record FailurePolicy(
        @Nullable Double maxFraction, @Nullable Long maxCount, List<Retry> retries) {
    /** Never stops, never retries. */
    public static final FailurePolicy NONE = new FailurePolicy(null, null, List.of());

    public FailurePolicy {
        retries = List.copyOf(retries);
    }

    /**
     * @param on names of error classes
     * @param times how often a case is tried again, at least 1
     */
    public record Retry(List<String> on, int times) {
        public Retry {
            on = List.copyOf(on);
        }
    }
}
