package io.casemill.gather;

import io.casemill.config.SweepJson;
import io.casemill.plan.CaseRows;
import io.casemill.plan.IndexRange;
import io.casemill.status.StatusColumns;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Column;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/** What Spark runs for each range of the plan: meets the planned cases with their statuses and makes one thing of them. */
abstract class RangeTask<T> implements FlatMapFunction<Iterator<InternalRow>, T> {
    private static final long serialVersionUID = 1;

    private final Setup setup;

    RangeTask(Setup setup) {
        this.setup = setup;
    }

    /**
     * What all range tasks of one job share. Travels to executors.
     *
     * @param root the run directory
     * @param sweepJson the definition
     * @param columns parameters, then derived values
     * @param ranges by partition
     * @param segments all segments of the run directory
     * @param forced the first epoch whose rows count before all earlier ones; 0 for none
     */
    record Setup(
            String root,
            String sweepJson,
            ArrayList<Column> columns,
            ArrayList<IndexRange> ranges,
            ArrayList<Evidence> segments,
            int forced)
            implements java.io.Serializable {}

    Setup setup() {
        return setup;
    }

    @Override
    public Iterator<T> call(Iterator<InternalRow> rows) throws IOException {
        int partition = TaskContext.getPartitionId();
        IndexRange range = setup.ranges().get(partition);
        SweepDefinition definition = SweepJson.read(setup.sweepJson());
        StatusColumns columns = StatusColumns.of(setup.columns(), definition.outputs());
        try (Store store = Stores.open(setup.root())) {
            RangeStatuses statuses = RangeStatuses.read(
                    range,
                    new CaseRows(setup.columns()).cases(rows),
                    setup.segments(),
                    store,
                    withoutValues(columns),
                    new Precedence(setup.forced(), definition.failure().onTimeout()));
            return List.of(make(statuses, partition, definition, columns, store))
                    .iterator();
        }
    }

    /** Values come from the plan; reading them again would be work done twice. */
    private Set<String> withoutValues(StatusColumns columns) {
        Set<String> names = new HashSet<>(columns.names());
        setup.columns().forEach(column -> names.remove(column.name()));
        return names;
    }

    abstract T make(
            RangeStatuses statuses, int partition, SweepDefinition definition, StatusColumns columns, Store store)
            throws IOException;
}
