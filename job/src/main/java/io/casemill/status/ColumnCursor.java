package io.casemill.status;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** The current value of one column. Used by one thread. */
final class ColumnCursor {
    private final ColumnDescriptor descriptor;
    private final int column;
    private final PrimitiveTypeName type;
    private final int present;
    private @Nullable ColumnReader reader;

    private boolean isNull = true;
    // The value: a number as it is, a double as its bits, a flag as 0 or 1, a text as its hash.
    private long bits;
    private @Nullable Binary binary;
    private @Nullable String text;

    ColumnCursor(ColumnDescriptor descriptor, int column) {
        this.descriptor = descriptor;
        this.column = column;
        this.type = descriptor.getPrimitiveType().getPrimitiveTypeName();
        this.present = descriptor.getMaxDefinitionLevel();
    }

    /** Moves to a row group. */
    void enter(ColumnReadStoreImpl group) {
        reader = group.getColumnReader(descriptor);
    }

    /** Takes the value of the next row. */
    @SuppressWarnings("ReferenceEquality") // a dictionary gives the same instance for the same text
    void advance(long row, ColumnSums sums) {
        ColumnReader from = java.util.Objects.requireNonNull(reader);
        isNull = from.getCurrentDefinitionLevel() != present;
        if (isNull) {
            sums.addNull(column, row);
        } else {
            switch (type) {
                case INT64 -> bits = from.getLong();
                case INT32 -> bits = from.getInteger();
                case DOUBLE -> bits = Double.doubleToRawLongBits(from.getDouble());
                case BOOLEAN -> bits = from.getBoolean() ? 1 : 0;
                default -> {
                    Binary next = from.getBinary();
                    if (next != binary) {
                        binary = next;
                        text = null;
                        bits = Hashing.of(next.getBytesUnsafe());
                    }
                }
            }
            sums.add(column, row, bits);
        }
        from.consume();
    }

    boolean isNull() {
        return isNull;
    }

    long bits() {
        return bits;
    }

    double number() {
        return isNull ? Double.NaN : Double.longBitsToDouble(bits);
    }

    @Nullable String text() {
        if (isNull || binary == null) {
            return null;
        }
        if (text == null) {
            text = new String(binary.getBytesUnsafe(), StandardCharsets.UTF_8);
        }
        return text;
    }

    @Nullable Object value() {
        if (isNull) {
            return null;
        }
        return switch (type) {
            case INT64 -> (Object) bits;
            case INT32 -> (int) bits;
            case DOUBLE -> number();
            case BOOLEAN -> bits != 0;
            default -> text();
        };
    }
}
