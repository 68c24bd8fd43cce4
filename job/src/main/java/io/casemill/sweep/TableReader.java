package io.casemill.sweep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A mapped {@link TableFile}. Immutable; safe for any thread. */
final class TableReader implements TableSource.Table {
    private final Path path;
    private final TableHeader header;
    private final MappedFile file;
    private final int width;
    private final long rowsStart;
    private final long heapStart;

    private TableReader(Path path, TableHeader header, MappedFile file) {
        this.path = path;
        this.header = header;
        this.file = file;
        width = header.columns().size();
        rowsStart = header.bytes();
        heapStart = header.fileBytes() - header.heapBytes();
    }

    static TableReader open(Path path, int segment) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            TableHeader header = TableHeader.decode(channel);
            checkSize(header, channel.size());
            return new TableReader(path, header, new MappedFile(channel, segment));
        } catch (NoSuchFileException e) {
            throw new IOException("Cannot open the table " + path + ": there is no such file; import it again", e);
        } catch (IOException e) {
            throw new IOException("Cannot open the table " + path + ": " + e.getMessage() + "; import it again", e);
        }
    }

    private static void checkSize(TableHeader header, long actual) throws IOException {
        long expected;
        try {
            expected = header.fileBytes();
        } catch (ArithmeticException e) {
            throw new IOException("its header is damaged", e);
        }
        if (actual != expected) {
            throw new IOException("it is " + (actual < expected ? "truncated" : "too long") + ", " + actual
                    + " bytes instead of " + expected);
        }
    }

    @Override
    public long rows() {
        return header.rows();
    }

    @Override
    public List<Column> columns() {
        return header.columns();
    }

    @Override
    public Object cell(long row, int column) {
        if (row < 0 || row >= header.rows() || column < 0 || column >= width) {
            throw new IndexOutOfBoundsException("No cell (" + row + ", " + column + "): the table " + path + " has "
                    + header.rows() + " rows and " + width + " columns");
        }
        long bits = file.number(rowsStart + (row * width + column) * Long.BYTES);
        return switch (header.columns().get(column).type()) {
            case DOUBLE -> Double.longBitsToDouble(bits);
            case BIGINT -> bits;
            case BOOLEAN -> bits != 0;
            case STRING -> text(bits, row, column);
        };
    }

    private String text(long place, long row, int column) {
        long offset = place >>> TableWriter.LENGTH_BITS;
        int length = (int) place & TableWriter.MAX_TEXT_BYTES;
        if (offset + length > header.heapBytes()) {
            throw new IllegalStateException("Cannot read row " + (row + 1) + ", column '"
                    + header.columns().get(column).name() + "' of the table " + path
                    + ": the file is damaged; import the table again");
        }
        return new String(file.bytes(heapStart + offset, length), StandardCharsets.UTF_8);
    }
}
