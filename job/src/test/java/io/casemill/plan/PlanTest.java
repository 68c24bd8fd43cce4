package io.casemill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import io.casemill.session.Blobs;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Block;
import io.casemill.sweep.CaseKey;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.Limits;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableFile;
import io.casemill.sweep.TableSource;
import io.casemill.sweep.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan as a Spark table. Four cases: n = 1 2 3 4, of which the text has two values and the flag two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {
    private final JavaDataFrameSuiteBase frames = new JavaDataFrameSuiteBase();

    @SuppressWarnings("NullAway.Init") // made before all tests
    private SparkSession spark;

    @BeforeAll
    void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("plan")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    private static SweepDefinition definition(Map<String, String> derive, @Nullable String where) {
        List<Parameter> parameters = List.of(
                new Parameter("n", ColumnType.BIGINT, values(1L, 2L, 3L, 4L), null),
                new Parameter("r", ColumnType.DOUBLE, values(0.5, 1.5, 2.5, 3.5), null),
                new Parameter("corner", ColumnType.STRING, values("slow", "fäst", "slow", "fäst"), null),
                new Parameter("hot", ColumnType.BOOLEAN, values(true, false, true, false), null));
        Block block = new Block("all", new Block.Zip(List.of("n", "r", "corner", "hot")), null, Map.of());
        return new SweepDefinition(
                "test",
                1,
                new RunnerDefinition.Function("noop", "1"),
                parameters,
                List.of(block),
                derive,
                where,
                List.of(),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of());
    }

    private static io.casemill.sweep.ValueSource.Values values(Object... values) {
        return new io.casemill.sweep.ValueSource.Values(List.of(values));
    }

    private Plan plan(Map<String, String> derive, @Nullable String where) {
        Sweep sweep = Sweep.of(definition(derive, where), TableSource.none());
        return new Plan(spark, sweep, LocalTables.asImported());
    }

    private static List<CaseRange> all() {
        return List.of(CaseRange.of(new IndexRange(0, 3)), CaseRange.of(new IndexRange(3, 4)));
    }

    private List<Long> ids(Plan plan, List<CaseRange> ranges, @Nullable String where) {
        return plan.cases(ranges, where).select("case_id").collectAsList().stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    @Test
    void cases_everyParameterType_isTheSweepAsATable() {
        SweepDefinition definition = definition(Map.of(), null);
        CaseKey keys = new CaseKey(definition);
        StructType schema = new StructType()
                .add("case_id", DataTypes.LongType, false)
                .add("case_key", DataTypes.StringType, false)
                .add("block", DataTypes.StringType, false)
                .add("n", DataTypes.LongType, false)
                .add("r", DataTypes.DoubleType, false)
                .add("corner", DataTypes.StringType, false)
                .add("hot", DataTypes.BooleanType, false);
        List<Row> rows = new ArrayList<>();
        for (long id = 0; id < 4; id++) {
            String corner = id % 2 == 0 ? "slow" : "fäst";
            Object[] values = {id + 1, id + 0.5, corner, id % 2 == 0};
            rows.add(RowFactory.create(id, keys.of(id, values), "all", id + 1, id + 0.5, corner, id % 2 == 0));
        }
        Dataset<Row> expected = spark.createDataFrame(rows, schema);

        frames.assertDataFrameEquals(expected, plan(Map.of(), null).cases(all(), null));
    }

    @Test
    void derive_chainAndTypes_arePlainColumnTypes() {
        Map<String, String> derive = new LinkedHashMap<>();
        derive.put("whole", "cast(n as int) + 1");
        derive.put("half", "cast(whole as float) / 2");
        derive.put("money", "cast(r as decimal(6, 2))");
        derive.put("inverse", "1 / (n - 2)");
        derive.put("label", "concat(corner, '-', whole)");
        derive.put("big", "half > 1.5");
        Plan plan = plan(derive, null);
        StructType schema = new StructType()
                .add("case_id", DataTypes.LongType, false)
                .add("whole", DataTypes.LongType, false)
                .add("half", DataTypes.DoubleType, true)
                .add("money", DataTypes.DoubleType, true)
                .add("inverse", DataTypes.DoubleType, true)
                .add("label", DataTypes.StringType, false)
                .add("big", DataTypes.BooleanType, true);
        List<Row> rows = List.of(
                RowFactory.create(0L, 2L, 1.0, 0.5, -1.0, "slow-2", false),
                // Division by zero is a null of that case.
                RowFactory.create(1L, 3L, 1.5, 1.5, null, "fäst-3", false),
                RowFactory.create(2L, 4L, 2.0, 2.5, 1.0, "slow-4", true),
                RowFactory.create(3L, 5L, 2.5, 3.5, 0.5, "fäst-5", true));

        Dataset<Row> actual =
                plan.cases(all(), null).select("case_id", "whole", "half", "money", "inverse", "label", "big");

        frames.assertDataFrameDataEquals(spark.createDataFrame(rows, schema), actual);
        assertThat(types(actual.schema())).isEqualTo(types(schema));
        assertThat(plan.columns().subList(4, 10))
                .containsExactly(
                        new Column("whole", ColumnType.BIGINT),
                        new Column("half", ColumnType.DOUBLE),
                        new Column("money", ColumnType.DOUBLE),
                        new Column("inverse", ColumnType.DOUBLE),
                        new Column("label", ColumnType.STRING),
                        new Column("big", ColumnType.BOOLEAN));
    }

    private static List<DataType> types(StructType schema) {
        return List.of(schema.fields()).stream().map(field -> field.dataType()).toList();
    }

    @Test
    @Tag("SWP-07")
    void where_someCases_keepTheirIdsAndOrder() {
        Plan plan = plan(Map.of("twice", "n * 2"), "twice > 2");

        assertThat(ids(plan, all(), null)).containsExactly(1L, 2L, 3L);
        assertThat(ids(plan, all(), "corner = 'slow' or hot is null")).containsExactly(2L);
        assertThat(ids(plan, all(), "1 = 2")).isEmpty();
    }

    @Test
    @Tag("SWP-07")
    void ranges_withExcludedCases_giveTheRestInOnePartitionEach() {
        Plan plan = plan(Map.of(), null);
        CaseSet.Builder settled = new CaseSet.Builder();
        settled.add(0);
        settled.add(2);
        settled.add(3);
        CaseSet set = settled.build();
        List<CaseRange> ranges =
                List.of(CaseRange.without(new IndexRange(0, 2), set), CaseRange.without(new IndexRange(2, 4), set));

        assertThat(ids(plan, ranges, null)).containsExactly(1L);
        assertThat(ranges).extracting(CaseRange::size).containsExactly(1L, 0L);
        assertThat(plan.rows(ranges, null).getNumPartitions()).isEqualTo(2);
        assertThat(plan.rows(List.of(), null).getNumPartitions()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    n + nope              | nope
                    n +                   | derive.d
                    map('a', n)           | cast it to DOUBLE
                    null                  | cast it to DOUBLE
                    rand()                | gives another value each time
                    n + rand(42)          | gives another value each time
                    uuid()                | gives another value each time
                    cast(now() as string) | gives another value each time
                    current_user()        | gives another value each time
                    explode(array(1, 2))  | one value for each case
                    row_number() over (order by n) | one value for each case
                    sum(n)                | derive.d
                    (select max(id) from range(9)) | looks beyond its own case
                    """)
    void derive_badExpression_isRefusedWithItsPlace(String sql, String problem) {
        assertThatThrownBy(() -> plan(Map.of("d", sql), null))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageStartingWith("derive.d: \"" + sql + "\" ")
                .hasMessageContaining(problem);
    }

    @Test
    void derive_nonDeterministicBeforeAnother_isRefusedToo() {
        Map<String, String> derive = new LinkedHashMap<>();
        derive.put("noise", "randn()");
        derive.put("fine", "n + 1");

        assertThatThrownBy(() -> plan(derive, null))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageStartingWith("derive.noise: \"randn()\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope > 1",
                "rand() < 0.5",
                "n",
                "n in (select id from range(9))",
                "current_date() > '2020-01-01'"
            })
    void where_badCondition_isRefusedWithItsPlace(String sql) {
        Plan plan = plan(Map.of(), null);

        assertThatThrownBy(() -> plan.cases(all(), sql))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageStartingWith("--where: \"" + sql + "\" ");
        assertThatThrownBy(() -> plan(Map.of(), sql))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageStartingWith("where: \"" + sql + "\" ");
    }

    @Test
    void tables_ofARun_areReadFromItsBlobs(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("points.table");
        try (TableWriter writer = TableFile.create(source, List.of(new Column("n", ColumnType.BIGINT)))) {
            writer.append(7L);
            writer.append(9L);
            writer.finish();
        }
        String root = folder.resolve("run").toUri().toString();
        InputFile input = new InputFile("points.table", source.toString(), Blobs.digest(source), Files.size(source));
        SweepDefinition tabled = new SweepDefinition(
                "test",
                1,
                new RunnerDefinition.Function("noop", "1"),
                List.of(new Parameter(
                        "n",
                        ColumnType.BIGINT,
                        new io.casemill.sweep.ValueSource.TableColumn("points.table", "n"),
                        null)),
                List.of(new Block("table", new Block.Table("points.table", 2), null, Map.of())),
                Map.of(),
                null,
                List.of(),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of(input));
        try (Store store = Stores.open(root)) {
            new Blobs(store).put(source);
        }
        Files.delete(source);
        LocalTables tables = LocalTables.ofRun(root);

        Plan plan = new Plan(spark, Sweep.of(tabled, tables.of(tabled)), tables);

        Dataset<Row> expected = spark.createDataFrame(
                List.of(RowFactory.create(7L), RowFactory.create(9L)),
                new StructType().add("n", DataTypes.LongType, false));
        frames.assertDataFrameEquals(
                expected,
                plan.cases(List.of(CaseRange.of(new IndexRange(0, 2))), null).select("n"));
    }

    @Test
    void plan_callersSession_keepsItsSettings() {
        plan(Map.of("inverse", "1 / (n - 1)"), null).cases(all(), null).collectAsList();

        assertThat(spark.conf().get("spark.sql.ansi.enabled")).isEqualTo("true");
    }
}
