package io.casemill.config;

import io.casemill.sweep.Column;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where the rows of an imported table go: a file whose rows can be read by index. */
@FunctionalInterface
public interface TableSink {

    /** Starts a file with these columns, replacing what was there. */
    Rows create(Path target, List<Column> columns) throws IOException;

    /** Takes the rows of one file. Used by one thread. */
    interface Rows extends Closeable {

        /** Adds a row. Values are by position, of the columns' types, never null; the array is the caller's. */
        void add(Object[] values) throws IOException;

        /** Completes the file. */
        @Override
        void close() throws IOException;
    }
}
