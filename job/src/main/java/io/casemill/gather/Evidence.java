package io.casemill.gather;

import io.casemill.plan.IndexRange;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One segment as gather sees it before it reads a row.
 *
 * @param path below the run directory
 * @param minCaseId the smallest case id that it may tell of
 * @param maxCaseId the largest case id that it may tell of; below {@code minCaseId} when it tells of none
 * @param damage why it cannot be read, or null
 */
public record Evidence(
        String path,
        long minCaseId,
        long maxCaseId,
        @Nullable String damage) implements Serializable {

    public Evidence {
        Objects.requireNonNull(path);
    }

    boolean concerns(IndexRange range) {
        return minCaseId < range.to() && maxCaseId >= range.from();
    }

    Evidence damagedBy(String reason) {
        return new Evidence(path, minCaseId, maxCaseId, reason);
    }

    boolean mayTellOf(long caseId) {
        return minCaseId <= caseId && caseId <= maxCaseId;
    }
}
