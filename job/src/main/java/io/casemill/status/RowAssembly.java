package io.casemill.status;

import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import org.jspecify.annotations.Nullable;

/** Puts the current values of the columns together as a row. Used by one thread. */
final class RowAssembly {
    private final StatusColumns columns;
    private final @Nullable ColumnCursor[] cursors;
    private final int first;
    private @Nullable Placement placement;

    RowAssembly(StatusColumns columns, @Nullable ColumnCursor[] cursors) {
        this.columns = columns;
        this.cursors = cursors;
        this.first = columns.firstStatus();
    }

    /** Whether every column of the digest is read. */
    boolean hasDigest() {
        boolean all = cursors[StatusColumns.CASE_KEY] != null && cursors[first] != null;
        for (int i = columns.firstOutput(); i < first; i++) {
            all &= cursors[i] != null;
        }
        return all;
    }

    /** Adds the current row. */
    void digest(RowDigests digests) {
        digests.start(
                required(StatusColumns.CASE_ID).bits(),
                required(StatusColumns.CASE_KEY).bits(),
                status());
        for (int i = columns.firstOutput(); i < first; i++) {
            digests.output(required(i).number());
        }
        digests.end();
    }

    StatusRow row() {
        @Nullable Object[] values = new Object[columns.values()];
        for (int i = 0; i < values.length; i++) {
            ColumnCursor cursor = cursors[StatusColumns.FIRST_VALUE + i];
            values[i] = cursor == null ? null : cursor.value();
        }
        double[] outputs = new double[columns.outputs()];
        for (int i = 0; i < outputs.length; i++) {
            ColumnCursor cursor = cursors[columns.firstOutput() + i];
            outputs[i] = cursor == null ? Double.NaN : cursor.number();
        }
        String errorClass = text(first + 2);
        return new StatusRow(
                new Case(
                        required(StatusColumns.CASE_ID).bits(),
                        requiredText(StatusColumns.CASE_KEY),
                        requiredText(StatusColumns.BLOCK),
                        values),
                status(),
                outputs,
                present(first + 1) ? Boolean.valueOf(bits(first + 1) != 0) : null,
                errorClass == null ? null : ErrorClass.of(errorClass),
                text(first + 3),
                present(first + 6) && bits(first + 6) != 0,
                execution());
    }

    private Status status() {
        return Status.of(requiredText(first));
    }

    private @Nullable Execution execution() {
        String host = text(first + 11);
        String executor = text(first + 12);
        String session = text(first + 16);
        if (host == null || executor == null || session == null) {
            return null;
        }
        return new Execution(
                placement(new Placement(host, executor, small(first + 13, 0), session)),
                small(first + 5, 0),
                present(first + 7) ? bits(first + 7) : 0,
                number(first + 8),
                number(first + 9),
                present(first + 10) ? bits(first + 10) : -1,
                small(first + 14, -1),
                small(first + 15, -1),
                present(first + 4) ? Integer.valueOf((int) bits(first + 4)) : null,
                text(first + 18));
    }

    /** One instance for all rows of a partition attempt that follow each other. */
    private Placement placement(Placement next) {
        Placement last = placement;
        if (last != null && last.equals(next)) {
            return last;
        }
        placement = next;
        return next;
    }

    private boolean present(int column) {
        ColumnCursor cursor = cursors[column];
        return cursor != null && !cursor.isNull();
    }

    private long bits(int column) {
        return required(column).bits();
    }

    private int small(int column, int absent) {
        return present(column) ? (int) bits(column) : absent;
    }

    private double number(int column) {
        ColumnCursor cursor = cursors[column];
        return cursor == null ? Double.NaN : cursor.number();
    }

    private @Nullable String text(int column) {
        ColumnCursor cursor = cursors[column];
        return cursor == null ? null : cursor.text();
    }

    private ColumnCursor required(int column) {
        ColumnCursor cursor = cursors[column];
        if (cursor == null) {
            throw new IllegalStateException(
                    "Cannot assemble a row: column " + columns.names().get(column) + " was not asked for on opening");
        }
        return cursor;
    }

    private String requiredText(int column) {
        String text = required(column).text();
        if (text == null) {
            throw new IllegalArgumentException("column " + columns.names().get(column) + " is null");
        }
        return text;
    }
}
