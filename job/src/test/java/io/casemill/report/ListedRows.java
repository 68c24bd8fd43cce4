package io.casemill.report;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows from memory. */
public final class ListedRows implements Rows {
    private final List<String> columns;
    private final Iterator<? extends List<?>> rows;
    private List<?> row = List.of();
    private boolean closed;

    public ListedRows(List<String> columns, List<? extends List<?>> rows) {
        this.columns = columns;
        this.rows = rows.iterator();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        row = rows.next();
        return true;
    }

    @Override
    public @Nullable Object value(int column) {
        return row.get(column);
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean closed() {
        return closed;
    }
}
