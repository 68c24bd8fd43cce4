package io.casemill.sweep;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table file says of itself.
 *
 * @param columns names and types in file order
 * @param rows the number of rows
 * @param heapBytes the size of the heap of texts
 */
record TableHeader(List<Column> columns, long rows, long heapBytes) {
    private static final long MAGIC = 0x434d_5441_424c_450aL; // "CMTABLE\n"
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 40;
    private static final int MAX_BYTES = 1 << 26;

    TableHeader {
        columns = List.copyOf(columns);
    }

    /** The size of the encoded header, a multiple of 8. Depends on the columns only. */
    int bytes() {
        long total = FIXED_BYTES;
        for (Column column : columns) {
            total += 1 + Integer.BYTES + column.name().getBytes(StandardCharsets.UTF_8).length;
        }
        if (total > MAX_BYTES - 8) {
            throw new IllegalArgumentException("Cannot write a table whose column names take " + total + " bytes");
        }
        return (int) (total + 7) & ~7;
    }

    /** The size of the whole file. */
    long fileBytes() {
        return Math.addExact(Math.addExact(bytes(), Math.multiplyExact(rows, 8L * columns.size())), heapBytes);
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(bytes());
        out.putLong(MAGIC).putInt(VERSION).putInt(bytes()).putLong(columns.size());
        out.putLong(rows).putLong(heapBytes);
        for (Column column : columns) {
            byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
            out.put(code(column.type())).putInt(name.length).put(name);
        }
        return out.clear();
    }

    /** Reads the header of a file. Throws {@link IOException} whose message is the reason, without the file's name. */
    static TableHeader decode(FileChannel channel) throws IOException {
        ByteBuffer fixed = read(channel, 0, FIXED_BYTES);
        if (fixed.getLong() != MAGIC) {
            throw new IOException("it is not a table file");
        }
        int version = fixed.getInt();
        if (version != VERSION) {
            throw new IOException("its format version is " + version + " and not " + VERSION);
        }
        int headerBytes = fixed.getInt();
        long count = fixed.getLong();
        long rows = fixed.getLong();
        long heapBytes = fixed.getLong();
        if (headerBytes < FIXED_BYTES || headerBytes > MAX_BYTES || count < 1 || rows < 0 || heapBytes < 0) {
            throw new IOException("its header is damaged");
        }
        TableHeader header =
                new TableHeader(columns(read(channel, FIXED_BYTES, headerBytes - FIXED_BYTES), count), rows, heapBytes);
        if (header.bytes() != headerBytes) {
            throw new IOException("its header is damaged");
        }
        return header;
    }

    private static List<Column> columns(ByteBuffer in, long count) throws IOException {
        List<Column> columns = new ArrayList<>();
        try {
            for (long i = 0; i < count; i++) {
                ColumnType type = type(in.get());
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new IOException("its header is damaged");
                }
                byte[] name = new byte[length];
                in.get(name);
                columns.add(new Column(new String(name, StandardCharsets.UTF_8), type));
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("its header is damaged", e);
        }
        return columns;
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("it is truncated within its header, after " + channel.size() + " bytes");
            }
        }
        return buffer.flip();
    }

    // The codes are part of the format; the order of the constants is not.
    private static byte code(ColumnType type) {
        return switch (type) {
            case DOUBLE -> 1;
            case BIGINT -> 2;
            case BOOLEAN -> 3;
            case STRING -> 4;
        };
    }

    private static ColumnType type(byte code) throws IOException {
        return switch (code) {
            case 1 -> ColumnType.DOUBLE;
            case 2 -> ColumnType.BIGINT;
            case 3 -> ColumnType.BOOLEAN;
            case 4 -> ColumnType.STRING;
            default -> throw new IOException("its header is damaged: there is no column type " + code);
        };
    }
}
