package io.casemill.report;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a table, one at a time. Used by one thread. */
public interface Rows extends AutoCloseable {

    /** The columns' names, in order. */
    List<String> columns();

    /** Moves to the next row. False at the end. May block on I/O. */
    boolean next() throws IOException;

    /**
     * A value of the current row: a {@link Long}, {@link Integer}, {@link Double}, {@link Boolean}, {@link String},
     * {@link java.time.Instant} or null.
     */
    @Nullable Object value(int column);

    @Override
    void close() throws IOException;

    /** The position of a column, or -1. */
    default int indexOf(String column) {
        return columns().indexOf(column);
    }
}
