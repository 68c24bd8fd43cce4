package io.casemill.sweep;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link TableFile} row by row, in memory that depends on neither rows nor texts. Rows and texts go to two
 * temporary files beside the path; {@link #finish} joins them. Used by one thread; blocks on the disk.
 */
public final class TableWriter implements Closeable {
    static final int LENGTH_BITS = 24;
    static final int MAX_TEXT_BYTES = (1 << LENGTH_BITS) - 1;
    private static final long MAX_HEAP_BYTES = 1L << (Long.SIZE - LENGTH_BITS - 1);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final List<Column> columns;
    private final Path rowsPath;
    private final Path heapPath;
    private final FileChannel rowsFile;
    private final FileChannel heapFile;
    private final ByteBuffer rowsBuffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer heapBuffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long rows;
    private long heapBytes;

    TableWriter(Path path, List<Column> columns) throws IOException {
        this.path = path;
        this.columns = List.copyOf(columns);
        checkNames();
        String unique = "." + path.getFileName() + "." + UUID.randomUUID();
        rowsPath = path.resolveSibling(unique + ".rows");
        heapPath = path.resolveSibling(unique + ".heap");
        rowsFile = create(rowsPath);
        try {
            heapFile = create(heapPath);
            rowsFile.position(new TableHeader(columns, 0, 0).bytes());
        } catch (IOException | RuntimeException e) {
            rowsFile.close();
            throw e;
        }
    }

    /** How many rows there are so far. */
    public long rows() {
        return rows;
    }

    /**
     * Appends a row.
     *
     * @param cells one value per column: a {@link Double}, {@link Long}, {@link Boolean} or {@link String} as its column
     *     says; a whole number serves a column of doubles
     * @throws IllegalArgumentException when a cell is missing, not finite, too long or of another type; the message
     *     names the row, counted from 1, and the column. The writer is of no further use then
     */
    public void append(@Nullable Object... cells) throws IOException {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "row " + (rows + 1) + ": has " + cells.length + " cells for " + columns.size() + " columns");
        }
        for (int i = 0; i < cells.length; i++) {
            long bits = bits(columns.get(i), cells[i]);
            if (rowsBuffer.remaining() < Long.BYTES) {
                flush(rowsBuffer, rowsFile);
            }
            rowsBuffer.putLong(bits);
        }
        rows++;
    }

    /** Completes the file, forces it to disk and puts it at its path, in place of what was there. */
    public void finish() throws IOException {
        flush(rowsBuffer, rowsFile);
        flush(heapBuffer, heapFile);
        long copied = 0;
        while (copied < heapBytes) {
            copied += heapFile.transferTo(copied, heapBytes - copied, rowsFile);
        }
        // The header goes last: a file without it is no table.
        ByteBuffer header = new TableHeader(columns, rows, heapBytes).encode();
        while (header.hasRemaining()) {
            rowsFile.write(header, header.position());
        }
        rowsFile.force(true);
        Files.move(rowsPath, path, ATOMIC_MOVE, REPLACE_EXISTING);
        close();
    }

    /** Discards what was not finished. Idempotent. */
    @Override
    public void close() throws IOException {
        try (rowsFile;
                heapFile) {
            Files.deleteIfExists(rowsPath);
            Files.deleteIfExists(heapPath);
        }
    }

    private long bits(Column column, @Nullable Object cell) throws IOException {
        if (cell == null) {
            throw invalid(column, "the value is missing; give one or remove the row", null);
        }
        Object value;
        try {
            value = Typed.value(cell, column.type());
        } catch (IllegalArgumentException e) {
            throw invalid(column, String.valueOf(e.getMessage()), e);
        }
        if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw invalid(column, "the value is " + number + "; give a finite number or remove the row", null);
            }
            return Double.doubleToLongBits(number);
        }
        if (value instanceof Long whole) {
            return whole;
        }
        return value instanceof Boolean flag ? (flag ? 1L : 0L) : keep(column, (String) value);
    }

    private long keep(Column column, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES || heapBytes + bytes.length >= MAX_HEAP_BYTES) {
            throw invalid(column, "a text of " + bytes.length + " bytes does not fit; shorten it", null);
        }
        long place = heapBytes << LENGTH_BITS | bytes.length;
        if (heapBuffer.remaining() < bytes.length) {
            flush(heapBuffer, heapFile);
        }
        if (heapBuffer.remaining() < bytes.length) {
            writeFully(ByteBuffer.wrap(bytes), heapFile);
        } else {
            heapBuffer.put(bytes);
        }
        heapBytes += bytes.length;
        return place;
    }

    private IllegalArgumentException invalid(Column column, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException("row " + (rows + 1) + ", column '" + column.name() + "': " + why, cause);
    }

    private void checkNames() {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("Invalid table: two columns are named '" + column.name() + "'");
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Invalid table: it has no column");
        }
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void flush(ByteBuffer buffer, FileChannel file) throws IOException {
        writeFully(buffer.flip(), file);
        buffer.clear();
    }

    private static void writeFully(ByteBuffer buffer, FileChannel file) throws IOException {
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }
}
