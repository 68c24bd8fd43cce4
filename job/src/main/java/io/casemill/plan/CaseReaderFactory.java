package io.casemill.plan;

import io.casemill.config.SweepJson;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Travels to executors and opens ranges of cases there. */
final class CaseReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1;

    private final String sweepJson;
    private final LocalTables tables;

    CaseReaderFactory(String sweepJson, LocalTables tables) {
        this.sweepJson = Objects.requireNonNull(sweepJson);
        this.tables = Objects.requireNonNull(tables);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        SweepDefinition definition = SweepJson.read(sweepJson);
        Sweep sweep = Sweep.of(definition, tables.of(definition));
        return new CaseReader(sweep, (CaseRange) partition);
    }
}
