package io.casemill.status;

import java.io.Serializable;
import java.util.Objects;

/**
 * A published segment.
 *
 * @param path below the run directory
 * @param rows how many, at least 0
 * @param minCaseId the smallest case id, -1 when there is no row
 * @param maxCaseId the largest case id, -1 when there is no row
 * @param digest of all rows
 * @param bytes the file's length
 */
public record Segment(String path, long rows, long minCaseId, long maxCaseId, Digest digest, long bytes)
        implements Serializable {
    public Segment {
        Objects.requireNonNull(path);
        Objects.requireNonNull(digest);
    }
}
