package io.casemill.plan;

import io.casemill.config.SweepJson;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The plan of a sweep as Spark sees it: index ranges → columns → {@code derive} → {@code where}. Columns are
 * {@code case_id}, {@code case_key}, {@code block}, the parameters, then the derived values. Nothing here grows with the
 * number of cases.
 */
public final class Plan {
    private final SparkSession spark;
    private final Sweep sweep;
    private final CaseReaderFactory readers;
    private final List<Column> columns;

    /**
     * @param spark the session to plan in; its settings are not changed
     * @param sweep the sweep
     * @param tables where executors find imported tables
     * @throws InvalidExpressionException when Spark refuses a derived value or the condition
     */
    public Plan(SparkSession spark, Sweep sweep, LocalTables tables) {
        // Settings of its own, so that the caller's session stays as it is.
        this.spark = spark.newSession();
        this.sweep = sweep;
        this.readers = new CaseReaderFactory(SweepJson.write(sweep.definition()), tables);
        // A division by zero in a derived value is a null of that case, not the end of the run.
        this.spark.conf().set("spark.sql.ansi.enabled", "false");
        this.columns = columns(cases(List.of(), null).schema());
    }

    public Sweep sweep() {
        return sweep;
    }

    /** Parameters, then derived values, as {@link io.casemill.sweep.Case} holds them. */
    public List<Column> columns() {
        return columns;
    }

    /**
     * The cases of these ranges, one partition each, in order of id inside a partition.
     *
     * @param alsoWhere a condition beside the sweep's own, or null
     * @throws InvalidExpressionException when Spark refuses the condition
     */
    public Dataset<Row> cases(List<CaseRange> ranges, @Nullable String alsoWhere) {
        Dataset<Row> cases = derived(ranges);
        SweepDefinition definition = sweep.definition();
        if (definition.where() != null) {
            cases = filtered(cases, "where", definition.where());
        }
        return alsoWhere == null ? cases : filtered(cases, "--where", alsoWhere);
    }

    /** As {@link #cases}, as Spark's internal rows for {@link CaseRows}. */
    public RDD<InternalRow> rows(List<CaseRange> ranges, @Nullable String alsoWhere) {
        return cases(ranges, alsoWhere).queryExecution().toRdd();
    }

    private Dataset<Row> derived(List<CaseRange> ranges) {
        Dataset<Row> cases = relation(ranges);
        for (Map.Entry<String, String> entry : sweep.definition().derive().entrySet()) {
            String place = "derive." + entry.getKey();
            try {
                Dataset<Row> with = cases.withColumn(entry.getKey(), functions.expr(entry.getValue()));
                DataType type = with.schema().apply(entry.getKey()).dataType();
                requirePure(with, place, entry.getValue());
                DataType stored = stored(place, entry.getValue(), type);
                cases = stored.equals(type)
                        ? with
                        : with.withColumn(
                                entry.getKey(),
                                functions.col(quoted(entry.getKey())).cast(stored));
            } catch (Exception e) {
                throw refused(place, entry.getValue(), e);
            }
        }
        return cases;
    }

    private Dataset<Row> filtered(Dataset<Row> cases, String place, String condition) {
        try {
            Dataset<Row> some = cases.filter(functions.expr(condition));
            requirePure(some, place, condition);
            return some;
        } catch (Exception e) {
            throw refused(place, condition, e);
        }
    }

    /** AnalysisException is checked, and yet Spark throws it undeclared. */
    private static RuntimeException refused(String place, String sql, Exception cause) {
        if (cause instanceof InvalidExpressionException known) {
            return known;
        }
        if (cause instanceof SparkThrowable) {
            return new InvalidExpressionException(place, sql, cause);
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    /** A derived value or a condition must follow from its own case alone, and a case must stay one row. */
    private static void requirePure(Dataset<Row> cases, String place, String sql) {
        LogicalPlan node = cases.queryExecution().analyzed();
        while (node instanceof Project || node instanceof Filter) {
            scala.collection.Iterator<Expression> expressions =
                    node.expressions().iterator();
            while (expressions.hasNext()) {
                requirePure(expressions.next(), place, sql);
            }
            node = node.children().head();
        }
        if (!(node instanceof DataSourceV2Relation)) {
            throw new InvalidExpressionException(
                    place, sql, "does not give one value for each case; use plain functions of the case's columns");
        }
    }

    private static void requirePure(Expression expression, String place, String sql) {
        if (!expression.deterministic() || expression.containsPattern(TreePattern.CURRENT_LIKE())) {
            throw new InvalidExpressionException(
                    place,
                    sql,
                    "gives another value each time; use a parameter with a distribution and the sweep's seed");
        }
        if (expression.containsPattern(TreePattern.PLAN_EXPRESSION())) {
            throw new InvalidExpressionException(
                    place, sql, "looks beyond its own case; use plain functions of the case's columns");
        }
    }

    private Dataset<Row> relation(List<CaseRange> ranges) {
        StructType schema = new StructType()
                .add("case_id", DataTypes.LongType, false)
                .add("case_key", DataTypes.StringType, false)
                .add("block", DataTypes.StringType, false);
        for (Column column : sweep.parameters()) {
            schema = schema.add(column.name(), sparkType(column.type()), false);
        }
        CaseSource source = new CaseSource(schema, readers, ranges.toArray(CaseRange[]::new));
        return Dataset.ofRows(spark, DataSourceV2Relation.create(source, Option.empty(), Option.empty()));
    }

    private List<Column> columns(StructType schema) {
        List<Column> all = new ArrayList<>(sweep.parameters());
        for (String name : sweep.definition().derive().keySet()) {
            all.add(new Column(name, columnType(schema.apply(name).dataType())));
        }
        return List.copyOf(all);
    }

    private static DataType stored(String place, String sql, DataType type) {
        if (type.equals(DataTypes.FloatType) || type instanceof DecimalType || type.equals(DataTypes.DoubleType)) {
            return DataTypes.DoubleType;
        }
        if (type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType)) {
            return DataTypes.LongType;
        }
        if (type.equals(DataTypes.BooleanType) || type.equals(DataTypes.StringType)) {
            return type;
        }
        throw new InvalidExpressionException(
                place, sql, "has the type " + type.sql() + "; cast it to DOUBLE, BIGINT, BOOLEAN or STRING");
    }

    private static DataType sparkType(ColumnType type) {
        return switch (type) {
            case DOUBLE -> DataTypes.DoubleType;
            case BIGINT -> DataTypes.LongType;
            case BOOLEAN -> DataTypes.BooleanType;
            case STRING -> DataTypes.StringType;
        };
    }

    private static ColumnType columnType(DataType type) {
        if (type.equals(DataTypes.DoubleType)) {
            return ColumnType.DOUBLE;
        }
        if (type.equals(DataTypes.LongType)) {
            return ColumnType.BIGINT;
        }
        return type.equals(DataTypes.BooleanType) ? ColumnType.BOOLEAN : ColumnType.STRING;
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }
}
