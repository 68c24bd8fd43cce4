package io.casemill.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The row-addressable form of an imported table: a file in which a cell is found by arithmetic.
 *
 * <pre>
 *   header   magic, version, sizes, column names and types; a multiple of 8 bytes
 *   rows     8 bytes a cell, row after row: the bits of a double, a whole number, 0 or 1,
 *            or for a text its place in the heap (40 bits) and its length in bytes (24 bits)
 *   heap     the texts in UTF-8, one after the other
 * </pre>
 *
 * All numbers are big-endian.
 */
public final class TableFile {
    private TableFile() {}

    /**
     * Starts a table at a path, whose folder exists. Nothing is at the path before {@link TableWriter#finish}.
     *
     * @throws IllegalArgumentException when there is no column, or two have one name
     */
    public static TableWriter create(Path path, List<Column> columns) throws IOException {
        return new TableWriter(path, columns);
    }

    /**
     * Opens a table. It stays readable as long as the returned object is referenced; nothing needs to be closed.
     *
     * @throws IOException when the file is absent, truncated or no table; the message says which and what to do
     */
    public static TableSource.Table open(Path path) throws IOException {
        return TableReader.open(path, MappedFile.SEGMENT);
    }
}
