package io.casemill.report;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that meet every condition. */
public final class FilteredRows implements Rows {
    private final Rows rows;
    private final List<Condition> conditions;
    private final int[] positions;

    /**
     * @param rows closed with this
     * @param conditions all must hold
     * @throws IllegalArgumentException when a condition names no column of the rows
     */
    public FilteredRows(Rows rows, List<Condition> conditions) {
        this.rows = rows;
        this.conditions = List.copyOf(conditions);
        this.positions = conditions.stream()
                .mapToInt(condition -> position(rows.columns(), condition.column()))
                .toArray();
    }

    /** The position of a column. Throws {@link IllegalArgumentException} that lists the columns otherwise. */
    public static int position(List<String> columns, String name) {
        int position = columns.indexOf(name);
        if (position < 0) {
            throw new IllegalArgumentException(
                    "Unknown column \"" + Inert.line(name) + "\": the table has " + String.join(", ", columns));
        }
        return position;
    }

    @Override
    public List<String> columns() {
        return rows.columns();
    }

    /**
     * @throws Condition.WrongKindException when a condition's value is of another kind than its column
     */
    @Override
    public boolean next() throws IOException {
        while (rows.next()) {
            if (accepted()) {
                return true;
            }
        }
        return false;
    }

    /** Looks at all of them in any case: one that fits no row must not hide that another makes no sense. */
    private boolean accepted() {
        boolean accepted = true;
        for (int i = 0; i < positions.length; i++) {
            accepted &= conditions.get(i).accepts(rows.value(positions[i]));
        }
        return accepted;
    }

    @Override
    public @Nullable Object value(int column) {
        return rows.value(column);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
