package io.casemill.master;

import io.casemill.status.CorruptSegmentException;
import io.casemill.status.Digest;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentSummary;
import io.casemill.store.Store;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One data file of a version.
 *
 * @param path below the run directory
 * @param rows how many
 * @param bytes its length
 * @param digest of its rows, 32 hexadecimal digits
 * @param minCaseId the smallest case id, -1 when it has no row
 * @param maxCaseId the largest case id, -1 when it has no row
 */
public record VersionFile(String path, long rows, long bytes, String digest, long minCaseId, long maxCaseId)
        implements Serializable {
    public VersionFile {
        Objects.requireNonNull(path);
        Digest.of(digest);
    }

    /** Reads the footer again and checks that it says the same as this record. */
    void verifyFooter(Store store) throws IOException {
        try (RowReader reader = RowReader.open(store, path, List.of("case_id"))) {
            VersionFile actual = of(path, reader);
            if (!actual.equals(this)) {
                throw new IOException("Cannot publish: expected " + this + ", found " + actual);
            }
        } catch (CorruptSegmentException e) {
            throw new IOException("Cannot publish " + path + ": " + e.getMessage(), e);
        }
    }

    static VersionFile of(String path, RowReader reader) {
        SegmentSummary found = reader.summary();
        return new VersionFile(
                path, found.rows(), reader.bytes(), found.digest().hex(), found.minCaseId(), found.maxCaseId());
    }
}
