package io.casemill.sweep;

import java.io.IOException;
import java.util.List;

/** Opens the imported tables of a sweep. */
@FunctionalInterface
public interface TableSource {

    /**
     * Opens a table.
     *
     * @param table its path as the definition has it, as in {@link Block.Table#table}
     * @throws IOException when it cannot be read; the message says why and what to do
     */
    Table open(String table) throws IOException;

    /** For sweeps without imported tables: refuses to open any. */
    static TableSource none() {
        return table -> {
            throw new IOException("Cannot open the table '" + table + "': no tables were imported");
        };
    }

    /** An imported table, addressable by row. Immutable; safe for any thread; reading may wait for the disk. */
    interface Table {

        /** How many rows it has. */
        long rows();

        /** Its columns, in the order in which {@link #cell} counts them. */
        List<Column> columns();

        /**
         * One cell: a {@link Double}, {@link Long}, {@link Boolean} or {@link String} as its column says, never null.
         *
         * @param row from 0 to {@code rows() - 1}
         * @param column from 0 to {@code columns().size() - 1}
         */
        Object cell(long row, int column);
    }
}
