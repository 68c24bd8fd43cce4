package io.casemill.master;

import io.casemill.status.StatusColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One immutable snapshot of the master table, as its log file has it.
 *
 * @param number counts from 1 without gaps
 * @param commitId identifies the publication that made it
 * @param epoch the driver's turn
 * @param files in the order of their case ids
 * @param counts cases by status
 * @param columns in order
 * @param sweepDigest of the resolved sweep
 * @param createdAt UTC, ISO 8601
 */
public record Version(
        long number,
        String commitId,
        int epoch,
        List<VersionFile> files,
        Map<String, Long> counts,
        List<ColumnType> columns,
        String sweepDigest,
        String createdAt) {
    public Version {
        if (number < 1) {
            throw new IllegalArgumentException("Invalid version " + number + ": must be at least 1");
        }
        Objects.requireNonNull(commitId);
        Objects.requireNonNull(sweepDigest);
        Instant.parse(createdAt);
        files = List.copyOf(files);
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        columns = List.copyOf(columns);
    }

    /** How many rows it has. */
    public long rows() {
        return files.stream().mapToLong(VersionFile::rows).sum();
    }

    /**
     * @param name the column's name
     * @param type {@code BIGINT}, {@code DOUBLE}, {@code STRING}, {@code BOOLEAN}, {@code INT} or {@code TIMESTAMP}
     */
    public record ColumnType(String name, String type) {}

    static List<ColumnType> types(StatusColumns columns) {
        List<ColumnType> types = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            types.add(new ColumnType(columns.names().get(i), columns.typeName(i)));
        }
        return types;
    }
}
