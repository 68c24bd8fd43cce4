package io.casemill.config;

import io.casemill.sweep.ColumnType;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table file, one after the other, in constant memory. Used by one thread. */
interface RowSource extends Closeable {

    /** What a cell holds that cannot be a value, for a message. */
    record Unusable(String why) {}

    /** The names of the columns. */
    List<String> columns();

    /** Moves to the next row, the first at first; false at the end. A malformed row is one with an unusable value. */
    boolean next() throws IOException;

    /**
     * A cell of the row: a {@link Long}, {@link Double}, {@link Boolean}, {@link String} or {@link Unusable}; null when
     * it is empty or missing.
     *
     * @param column a name among {@link #columns}
     * @param expected what other rows hold, or null; decides where the file format does not
     */
    @Nullable Object value(String column, @Nullable ColumnType expected);

    /** A file that cannot be read as a table. */
    final class NotATable extends IOException {
        private static final long serialVersionUID = 1L;

        NotATable(String message) {
            super(message);
        }
    }
}
