package io.casemill.plan;

import io.casemill.config.SweepJson;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        SweepDefinition definition = definition();
        Sweep sweep = Sweep.of(definition, tables.of(definition));
        return new CaseReader(sweep, (CaseRange) partition);
    }

    private SweepDefinition definition() {
        try {
            return SweepJson.read(sweepJson);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the definition that the driver sent", e);
        }
    }
}
