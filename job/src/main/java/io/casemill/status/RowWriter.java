package io.casemill.status;

import io.casemill.store.Staged;
import io.casemill.store.Store;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Writes rows into one Parquet file that nobody sees before {@link #publish}. Used by one thread. Pages carry
 * checksums; the footer carries what {@link RowReader} checks.
 */
public final class RowWriter implements Closeable {
    private static final long ROW_GROUP_BYTES = 64L << 20;
    /** Texts that differ in every row: a dictionary and bounds cost time and gain nothing. */
    private static final Set<String> DISTINCT = Set.of("case_key", "correlation_id");

    private final String path;
    private final Staged staged;
    private final RowEncoder encoder;
    private final ParquetWriter<StatusRow> writer;

    private RowWriter(String path, Staged staged, RowEncoder encoder, ParquetWriter<StatusRow> writer) {
        this.path = path;
        this.staged = staged;
        this.encoder = encoder;
        this.writer = writer;
    }

    /** Stages a file of these columns at a path of the store. */
    public static RowWriter create(Store store, String path, StatusColumns columns) throws IOException {
        Staged staged = store.stage(path);
        try {
            RowEncoder encoder = new RowEncoder(columns);
            Builder builder = new Builder(staged, encoder)
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.ZSTD)
                    .withCodecFactory(new ZstdPages())
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .withPageWriteChecksumEnabled(true)
                    .withSizeStatisticsEnabled(false)
                    // Doubles seldom repeat often enough to pay for the look-ups; Zstandard finds those that do.
                    .withDictionaryEncoding(false);
            for (int i = 0; i < columns.size(); i++) {
                String name = columns.names().get(i);
                if (columns.primitive(i) == PrimitiveTypeName.BINARY) {
                    boolean distinct = DISTINCT.contains(name);
                    builder.withDictionaryEncoding(name, !distinct).withStatisticsEnabled(name, !distinct);
                }
            }
            return new RowWriter(path, staged, encoder, builder.build());
        } catch (IOException | RuntimeException e) {
            staged.discard();
            throw e;
        }
    }

    public void write(StatusRow row) throws IOException {
        writer.write(row);
    }

    /**
     * Closes the file and publishes it. False when the path exists already. An {@link IOException} leaves the outcome
     * unknown, as {@link Staged#publish} says.
     */
    public boolean publish() throws IOException {
        writer.close();
        return staged.publish();
    }

    /** What the file holds so far; its length is final after {@link #publish}. */
    public Segment segment() {
        SegmentSummary summary = encoder.summary();
        return new Segment(
                path, summary.rows(), summary.minCaseId(), summary.maxCaseId(), summary.digest(), staged.position());
    }

    /** Discards what was not published. */
    @Override
    public void close() {
        staged.discard();
    }

    private static final class Builder extends ParquetWriter.Builder<StatusRow, Builder> {
        private final RowEncoder encoder;

        Builder(Staged staged, RowEncoder encoder) {
            super(new StagedOutput(staged));
            this.encoder = encoder;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in the base class; never called here
        protected WriteSupport<StatusRow> getWriteSupport(Configuration configuration) {
            return encoder;
        }

        @Override
        protected WriteSupport<StatusRow> getWriteSupport(ParquetConfiguration configuration) {
            return encoder;
        }
    }
}
