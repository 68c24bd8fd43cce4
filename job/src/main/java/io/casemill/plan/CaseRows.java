package io.casemill.plan;

import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Turns rows of the plan into cases. */
public final class CaseRows implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int FIRST_VALUE = 3;

    private final Column[] columns;

    /** Rows with case id, key and block, then these columns. */
    public CaseRows(List<Column> columns) {
        this.columns = columns.toArray(Column[]::new);
    }

    /** A view of one partition. Each case is a copy: Spark may reuse its row. */
    public Iterator<Case> cases(Iterator<InternalRow> rows) {
        TextColumn blocks = new TextColumn();
        TextColumn[] texts = new TextColumn[columns.length];
        Arrays.setAll(texts, i -> new TextColumn());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Case next() {
                InternalRow row = rows.next();
                String block = blocks.text(row.getUTF8String(2));
                return new Case(row.getLong(0), row.getUTF8String(1).toString(), block, values(row, texts));
            }
        };
    }

    private @Nullable Object[] values(InternalRow row, TextColumn[] texts) {
        @Nullable Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int at = FIRST_VALUE + i;
            values[i] = row.isNullAt(at)
                    ? null
                    : switch (columns[i].type()) {
                        case DOUBLE -> (Object) row.getDouble(at);
                        case BIGINT -> row.getLong(at);
                        case BOOLEAN -> row.getBoolean(at);
                        case STRING -> texts[i].text(row.getUTF8String(at));
                    };
        }
        return values;
    }
}
