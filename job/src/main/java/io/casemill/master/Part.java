package io.casemill.master;

import io.casemill.status.RowReader;
import io.casemill.status.RowWriter;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part file as the task that is in charge of it found it, after reading it again.
 *
 * @param file the file
 * @param counts its rows by status
 */
public record Part(VersionFile file, Map<String, Long> counts) {
    public Part {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /**
     * Writes a part file, reads it again, checks every value of it, and that case ids strictly increase. The path belongs
     * to the part and not to the attempt: when a duplicate of the task was first, its file is taken, so that a straggler
     * never adds a file to a published version. A task that fails here may simply be run again.
     *
     * @param path from {@link Publication#part}
     * @param rows in the order of their case ids
     */
    public static Part write(Store store, String path, StatusColumns columns, Iterator<StatusRow> rows)
            throws IOException {
        try (RowWriter writer = RowWriter.create(store, path, columns)) {
            while (rows.hasNext()) {
                writer.write(rows.next());
            }
            writer.publish();
        }
        return verified(store, path);
    }

    private static Part verified(Store store, String path) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (RowReader reader = RowReader.open(store, path)) {
            int status = reader.columns().position("status");
            long last = -1;
            while (reader.next()) {
                if (reader.caseId() <= last) {
                    throw new IOException("Cannot publish " + path + ": case " + reader.caseId() + " follows case "
                            + last + "; case ids must strictly increase");
                }
                last = reader.caseId();
                counts.merge(String.valueOf(reader.text(status)), 1L, Long::sum);
            }
            return new Part(VersionFile.of(path, reader), counts);
        }
    }

    /** The rows of all parts by status. */
    public static Map<String, Long> counts(List<Part> parts) {
        Map<String, Long> sum = new TreeMap<>();
        parts.forEach(part -> part.counts().forEach((status, rows) -> sum.merge(status, rows, Long::sum)));
        return sum;
    }
}
