package io.casemill.plan;

import io.casemill.sweep.CaseKey;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.Sweep;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads the cases of one range in order. Its row is the same object each time, as Spark allows. */
final class CaseReader implements PartitionReader<InternalRow> {
    private static final int FIRST_PARAMETER = 3;

    private final Sweep sweep;
    private final CaseKey keys;
    private final CaseSet excluded;
    private final long end;
    private final @Nullable Object[] values;
    private final int[] texts;
    private final GenericInternalRow row;
    private long next;
    private String blockName = "";
    private UTF8String block = UTF8String.EMPTY_UTF8;

    CaseReader(Sweep sweep, CaseRange partition) {
        this.sweep = sweep;
        this.keys = new CaseKey(sweep.definition());
        this.excluded = partition.excluded();
        this.next = partition.range().from();
        this.end = partition.range().to();
        List<Column> columns = sweep.parameters();
        this.values = new Object[columns.size()];
        this.texts = positionsOfTexts(columns);
        this.row = new GenericInternalRow(FIRST_PARAMETER + columns.size());
    }

    private static int[] positionsOfTexts(List<Column> columns) {
        return java.util.stream.IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).type() == ColumnType.STRING)
                .toArray();
    }

    @Override
    public boolean next() {
        while (next < end && excluded.contains(next)) {
            next++;
        }
        if (next >= end) {
            return false;
        }
        long id = next++;
        sweep.at(id, values);
        row.update(0, id);
        row.update(1, UTF8String.fromString(keys.of(id, values)));
        row.update(2, blockOf(id));
        for (int text : texts) {
            values[text] = UTF8String.fromString((String) values[text]);
        }
        for (int i = 0; i < values.length; i++) {
            row.update(FIRST_PARAMETER + i, values[i]);
        }
        return true;
    }

    private UTF8String blockOf(long id) {
        String name = sweep.block(id);
        // A sweep gives the same object for every case of a block, so this compares no characters.
        if (!name.equals(blockName)) {
            blockName = name;
            block = UTF8String.fromString(name);
        }
        return block;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() {}
}
