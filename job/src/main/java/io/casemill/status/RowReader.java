package io.casemill.status;

import io.casemill.store.Source;
import io.casemill.store.Store;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file in their order, all columns or some. Used by one thread.
 *
 * <p>Every column that is read is checked against its checksum, the row count against the footer, and the digest where
 * its columns are read. The last checks come when {@link #next} says that there is no further row: until then rows are
 * provisional, and a caller that keeps them waits for that. Damage is a {@link CorruptSegmentException}; any other {@link
 * IOException} is the store's own failure.
 */
public final class RowReader implements Closeable {
    private final String path;
    private final SourceInput input;
    private final Source source;
    private final ParquetFileReader file;
    private final SegmentSummary summary;
    private final StatusColumns columns;
    private final String createdBy;
    // By position in the columns; null where a column is not read.
    private final @Nullable ColumnCursor[] cursors;
    private final List<ColumnCursor> read = new ArrayList<>();
    private final ColumnSums sums;
    private final RowDigests digests = new RowDigests();
    private final boolean digested;
    private final RowAssembly assembly;
    private MessageType projection = new MessageType("none");
    private long row = -1;
    private long leftInGroup;

    private RowReader(
            String path, Source source, SourceInput input, ParquetFileReader file, Collection<String> wanted) {
        this.path = path;
        this.source = source;
        this.input = input;
        this.file = file;
        FileMetaData footer = file.getFooter().getFileMetaData();
        this.createdBy = String.valueOf(footer.getCreatedBy());
        MessageType schema = footer.getSchema();
        this.summary = SegmentSummary.of(footer.getKeyValueMetaData(), schema.toString());
        this.columns = StatusColumns.of(schema, summary.values(), summary.outputs());
        this.cursors = new ColumnCursor[columns.size()];
        this.sums = new ColumnSums(columns.size());
        checkChunks();
        project(schema, wanted);
        this.assembly = new RowAssembly(columns, cursors);
        this.digested = assembly.hasDigest();
    }

    /** Opens a file of the store for all its columns. */
    public static RowReader open(Store store, String path) throws IOException {
        return open(store, path, Set.of());
    }

    /** Opens a file of the store for some columns, or for all when none is named. {@code case_id} is always read. */
    public static RowReader open(Store store, String path, Collection<String> wanted) throws IOException {
        Source source = store.open(path);
        SourceInput input = null;
        try {
            input = new SourceInput(source);
            return new RowReader(path, source, input, ParquetFileReader.open(input, options()), wanted);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw translated(path, input, e);
        }
    }

    /** What a file says of itself, from its footer alone. */
    public static SegmentSummary summary(Store store, String path) throws IOException {
        try (RowReader reader = open(store, path, List.of("case_id"))) {
            return reader.summary();
        }
    }

    public SegmentSummary summary() {
        return summary;
    }

    /** The length of the file. */
    public long bytes() {
        return input.getLength();
    }

    /** The columns of the file. */
    public StatusColumns columns() {
        return columns;
    }

    /** Moves to the next row; false at the end, when every check has passed. */
    public boolean next() throws IOException {
        try {
            if (leftInGroup == 0 && !enterGroup()) {
                verify();
                return false;
            }
            leftInGroup--;
            row++;
            for (ColumnCursor each : read) {
                each.advance(row, sums);
            }
            if (digested) {
                assembly.digest(digests);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            throw translated(path, input, e);
        }
    }

    /** The position of the current row in the file, from 0. */
    public long position() {
        return row;
    }

    public long caseId() {
        return cursor(StatusColumns.CASE_ID).bits();
    }

    /** The current row's digest. Throws {@link IllegalStateException} unless its columns are read. */
    public Digest digest() {
        if (!digested) {
            throw new IllegalStateException("Cannot digest a row of " + path
                    + ": case_key, status and every output must be among the columns that are read");
        }
        return digests.row();
    }

    /** The current row; what is not read is null, NaN or absent. Needs {@code status}, {@code case_key}, {@code block}. */
    public StatusRow row() throws IOException {
        try {
            return assembly.row();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw translated(path, input, e);
        }
    }

    /**
     * The current value of a column by its position in {@link #columns}: {@link Long}, {@link Integer}, {@link Double},
     * {@link Boolean}, {@link String} or null. A timestamp is microseconds since 1970.
     */
    public @Nullable Object value(int column) {
        return cursor(column).value();
    }

    /** The current number of a column of doubles, NaN where there is none. */
    public double number(int column) {
        return cursor(column).number();
    }

    /** The current text of a column, or null. */
    public @Nullable String text(int column) {
        return cursor(column).text();
    }

    @Override
    public void close() throws IOException {
        try (source) {
            file.close();
        }
    }

    private static ParquetReadOptions options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .usePageChecksumVerification()
                .withUseHadoopVectoredIo(false)
                .build();
    }

    /** A damaged footer must not make Parquet ask for memory that the file cannot fill. */
    private void checkChunks() {
        long length = input.getLength();
        long rows = 0;
        for (BlockMetaData block : file.getFooter().getBlocks()) {
            rows += block.getRowCount();
            if (block.getRowCount() < 0 || block.getColumns().size() != columns.size()) {
                throw new IllegalArgumentException("its footer is damaged");
            }
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                long start = chunk.getStartingPos();
                long size = chunk.getTotalSize();
                if (start < 0 || size < 0 || start > length - size || chunk.getValueCount() != block.getRowCount()) {
                    throw new IllegalArgumentException("its footer is damaged");
                }
            }
        }
        if (rows != summary.rows()) {
            throw new IllegalArgumentException("its footer is damaged");
        }
    }

    private void project(MessageType schema, Collection<String> wanted) {
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Type field = schema.getType(i);
            if (wanted.isEmpty() || i == StatusColumns.CASE_ID || wanted.contains(field.getName())) {
                ColumnDescriptor descriptor = schema.getColumns().get(i);
                ColumnCursor cursor = new ColumnCursor(descriptor, i);
                cursors[i] = cursor;
                read.add(cursor);
                fields.add(field);
            }
        }
        projection = new MessageType(schema.getName(), fields);
        file.setRequestedSchema(projection);
    }

    private boolean enterGroup() throws IOException {
        PageReadStore group = file.readNextRowGroup();
        if (group == null) {
            return false;
        }
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(group, NoConverter.GROUP, projection, createdBy);
        for (ColumnCursor each : read) {
            each.enter(store);
        }
        leftInGroup = group.getRowCount();
        return leftInGroup > 0 || enterGroup();
    }

    private void verify() throws CorruptSegmentException {
        if (row + 1 != summary.rows()) {
            throw new CorruptSegmentException(
                    path, "it has " + (row + 1) + " rows, its footer says " + summary.rows(), null);
        }
        for (int i = 0; i < cursors.length; i++) {
            if (cursors[i] != null && sums.sum(i) != summary.sums().get(i)) {
                throw new CorruptSegmentException(
                        path, "column " + columns.names().get(i) + " is not what was written", null);
            }
        }
        if (digested && !digests.total().equals(summary.digest())) {
            throw new CorruptSegmentException(path, "its rows do not match its digest", null);
        }
    }

    private ColumnCursor cursor(int column) {
        ColumnCursor cursor = cursors[column];
        if (cursor == null) {
            throw new IllegalStateException(
                    "Cannot read column " + columns.names().get(column) + " of " + path + ": not asked for on opening");
        }
        return cursor;
    }

    private static IOException translated(String path, @Nullable SourceInput input, Exception e) {
        IOException failure = input == null ? null : input.failure();
        if (failure != null) {
            return failure;
        }
        if (e instanceof CorruptSegmentException corrupt) {
            return corrupt;
        }
        if (input == null && e instanceof IOException io) {
            return io;
        }
        return new CorruptSegmentException(path, String.valueOf(Objects.requireNonNullElse(e.getMessage(), e)), e);
    }
}
