package io.casemill.status;

import io.casemill.sweep.Case;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Turns rows into Parquet values, and keeps the checksums that go to the footer. Used by one thread. */
final class RowEncoder extends WriteSupport<StatusRow> {
    private final StatusColumns columns;
    private final String[] names;
    private final Text[] texts;
    private final ColumnSums sums;
    private final CorrelationIds correlations = new CorrelationIds();
    private final RowDigests digests = new RowDigests();
    private long rows;
    private long minCaseId = Long.MAX_VALUE;
    private long maxCaseId = -1;
    // Set before the first row, by prepareForWrite.
    private @Nullable RecordConsumer consumer;

    RowEncoder(StatusColumns columns) {
        this.columns = columns;
        this.names = columns.names().toArray(String[]::new);
        this.sums = new ColumnSums(names.length);
        this.texts = new Text[names.length];
        for (int i = 0; i < names.length; i++) {
            texts[i] = new Text();
        }
    }

    SegmentSummary summary() {
        return new SegmentSummary(
                rows,
                rows == 0 ? -1 : minCaseId,
                maxCaseId,
                digests.total(),
                columns.values(),
                columns.outputs(),
                sums.all());
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the base class; never called here
    public WriteContext init(Configuration configuration) {
        return new WriteContext(columns.schema(), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(columns.schema(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        this.consumer = recordConsumer;
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
        return new FinalizedWriteContext(summary().footer(columns.schema().toString()));
    }

    @Override
    public void write(StatusRow row) {
        RecordConsumer out = java.util.Objects.requireNonNull(consumer);
        Case theCase = row.theCase();
        out.startMessage();
        integer(out, StatusColumns.CASE_ID, theCase.id());
        text(out, StatusColumns.CASE_KEY, theCase.key());
        digests.start(theCase.id(), texts[StatusColumns.CASE_KEY].hash, row.status());
        text(out, StatusColumns.BLOCK, theCase.block());
        for (int i = 0; i < columns.values(); i++) {
            value(out, StatusColumns.FIRST_VALUE + i, theCase.value(i));
        }
        for (int i = 0; i < columns.outputs(); i++) {
            double output = row.output(i);
            number(out, columns.firstOutput() + i, output);
            digests.output(output);
        }
        digests.end();
        status(out, columns.firstStatus(), row);
        out.endMessage();
        minCaseId = Math.min(minCaseId, theCase.id());
        maxCaseId = Math.max(maxCaseId, theCase.id());
        rows++;
    }

    private void status(RecordConsumer out, int first, StatusRow row) {
        Execution execution = row.execution();
        text(out, first, row.status().id());
        flag(out, first + 1, row.specPass());
        text(out, first + 2, row.errorClass() == null ? null : row.errorClass().id());
        text(out, first + 3, row.errorMessage());
        flag(out, first + 6, row.reused());
        if (execution == null) {
            missing(first + 4, first + 6);
            missing(first + 7, names.length);
            return;
        }
        if (execution.exitCode() == null) {
            sums.addNull(first + 4, rows);
        } else {
            small(out, first + 4, execution.exitCode());
        }
        small(out, first + 5, execution.attempt());
        integer(out, first + 7, execution.startedMicros());
        number(out, first + 8, execution.durationSeconds());
        number(out, first + 9, execution.cpuSeconds());
        if (execution.peakRssBytes() < 0) {
            sums.addNull(first + 10, rows);
        } else {
            integer(out, first + 10, execution.peakRssBytes());
        }
        Placement placement = execution.placement();
        text(out, first + 11, placement.host());
        text(out, first + 12, placement.executor());
        small(out, first + 13, placement.partition());
        smallOrNull(out, first + 14, execution.worker());
        smallOrNull(out, first + 15, execution.core());
        text(out, first + 16, placement.sessionId());
        text(out, first + 17, correlations.bytes(placement, row.theCase().id()));
        text(out, first + 18, execution.artifacts());
    }

    private void value(RecordConsumer out, int column, @Nullable Object value) {
        if (value == null) {
            sums.addNull(column, rows);
        } else if (value instanceof Double number) {
            number(out, column, number);
        } else if (value instanceof Long number) {
            integer(out, column, number);
        } else if (value instanceof String string) {
            text(out, column, string);
        } else if (value instanceof Boolean flag) {
            flag(out, column, flag);
        } else {
            throw new IllegalArgumentException(
                    "Invalid value of column " + names[column] + ": " + value + " is a " + value.getClass());
        }
    }

    private void integer(RecordConsumer out, int column, long value) {
        sums.add(column, rows, value);
        out.startField(names[column], column);
        out.addLong(value);
        out.endField(names[column], column);
    }

    private void smallOrNull(RecordConsumer out, int column, int value) {
        if (value < 0) {
            sums.addNull(column, rows);
        } else {
            small(out, column, value);
        }
    }

    private void small(RecordConsumer out, int column, int value) {
        sums.add(column, rows, value);
        out.startField(names[column], column);
        out.addInteger(value);
        out.endField(names[column], column);
    }

    /** NaN becomes null: a reader then never takes it for a number. */
    private void number(RecordConsumer out, int column, double value) {
        if (Double.isNaN(value)) {
            sums.addNull(column, rows);
            return;
        }
        sums.add(column, rows, Double.doubleToRawLongBits(value));
        out.startField(names[column], column);
        out.addDouble(value);
        out.endField(names[column], column);
    }

    private void flag(RecordConsumer out, int column, @Nullable Boolean value) {
        if (value == null) {
            sums.addNull(column, rows);
            return;
        }
        sums.add(column, rows, value ? 1 : 0);
        out.startField(names[column], column);
        out.addBoolean(value);
        out.endField(names[column], column);
    }

    private void text(RecordConsumer out, int column, @Nullable String value) {
        if (value == null) {
            sums.addNull(column, rows);
            return;
        }
        Text text = texts[column];
        text.set(value);
        sums.add(column, rows, text.hash);
        out.startField(names[column], column);
        out.addBinary(text.binary);
        out.endField(names[column], column);
    }

    private void text(RecordConsumer out, int column, byte[] utf8) {
        sums.add(column, rows, Hashing.of(utf8));
        out.startField(names[column], column);
        out.addBinary(Binary.fromConstantByteArray(utf8));
        out.endField(names[column], column);
    }

    private void missing(int from, int to) {
        for (int column = from; column < to; column++) {
            sums.addNull(column, rows);
        }
    }

    /** The last text of a column: most columns repeat one instance for thousands of rows. */
    private static final class Text {
        private String string = "";
        private Binary binary = Binary.EMPTY;
        private long hash = Hashing.of(new byte[0]);

        @SuppressWarnings("ReferenceEquality") // the same instance needs no second encoding; equal ones are rare
        void set(String value) {
            if (value != string) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                string = value;
                binary = Binary.fromConstantByteArray(bytes);
                hash = Hashing.of(bytes);
            }
        }
    }
}
