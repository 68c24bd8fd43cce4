package io.casemill.scatter;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/** Counts the rows of each partition. */
final class CountTask implements FlatMapFunction<Iterator<InternalRow>, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Long> call(Iterator<InternalRow> rows) {
        long count = 0;
        while (rows.hasNext()) {
            rows.next();
            count++;
        }
        return List.of(count).iterator();
    }
}
