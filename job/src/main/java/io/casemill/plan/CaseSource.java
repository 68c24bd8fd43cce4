package io.casemill.plan;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The cases of a sweep as a Spark table: index ranges in, rows of parameters out. Holds no case. */
final class CaseSource implements Table, SupportsRead, ScanBuilder, Scan, Batch {
    private final StructType schema;
    private final CaseReaderFactory readers;
    private final CaseRange[] ranges;

    CaseSource(StructType schema, CaseReaderFactory readers, CaseRange[] ranges) {
        this.schema = schema;
        this.readers = readers;
        this.ranges = ranges.clone();
    }

    @Override
    public String name() {
        return "cases";
    }

    @Override
    public Column[] columns() {
        return CatalogV2Util.structTypeToV2Columns(schema, false);
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return this;
    }

    @Override
    public Scan build() {
        return this;
    }

    @Override
    public StructType readSchema() {
        return schema;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return ranges.clone();
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return readers;
    }
}
