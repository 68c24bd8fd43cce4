package io.casemill.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CasemillRegistrator;
import io.casemill.master.Epoch;
import io.casemill.master.Epochs;
import io.casemill.master.MasterTable;
import io.casemill.master.Owner;
import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import io.casemill.plan.IndexRange;
import io.casemill.plan.LocalTables;
import io.casemill.plan.Plan;
import io.casemill.status.Execution;
import io.casemill.status.Placement;
import io.casemill.status.RowWriter;
import io.casemill.status.Segment;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Block;
import io.casemill.sweep.Case;
import io.casemill.sweep.CaseKey;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableSource;
import io.casemill.sweep.ValueSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Ten cases, segments written by hand, and what gather makes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before each test
class GatherTest {
    private static final SweepDefinition DEFINITION = new SweepDefinition(
            "test",
            1,
            new RunnerDefinition.Function("noop", "1"),
            List.of(new Parameter(
                    "x",
                    ColumnType.BIGINT,
                    new ValueSource.Values(List.<Object>of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L)),
                    null)),
            List.of(new Block("all", new Block.Product(List.of("x")), null, Map.of())),
            Map.of(),
            null,
            List.of(new OutputDefinition("y", "", null, 100.0)),
            Limits.DEFAULT,
            FailurePolicy.NONE,
            ExecutionPolicy.DEFAULT,
            List.of());

    private SparkSession spark;
    private Plan plan;
    private StatusColumns columns;
    private Path folder;
    private Store store;

    @BeforeAll
    void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("gather")
                .config("spark.ui.enabled", "false")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrationRequired", "true")
                .config("spark.kryo.registrator", CasemillRegistrator.class.getName())
                .getOrCreate();
        plan = new Plan(spark, Sweep.of(DEFINITION, TableSource.none()), LocalTables.asImported());
        columns = StatusColumns.of(plan.columns(), DEFINITION.outputs());
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    @BeforeEach
    void open(@TempDir Path run) throws IOException {
        folder = run;
        store = Stores.open(run.toString());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Gather gather(int forced) {
        return gather(plan, forced);
    }

    private Gather gather(Plan of, int forced) {
        return new Gather(new JavaSparkContext(spark.sparkContext()), of, store, forced);
    }

    private Gather.Gathered publish(int forced, int epoch, Segment... known) throws IOException {
        return publish(plan, forced, epoch, known);
    }

    private Gather.Gathered publish(Plan of, int forced, int epoch, Segment... known) throws IOException {
        Epoch claimed = new Epochs(store).claim(Owner.self());
        while (claimed.number() < epoch) {
            claimed = new Epochs(store).claim(Owner.self());
        }
        return gather(of, forced).publish(claimed, List.of(known), "digest");
    }

    private static SegmentName name(int epoch, int partition, int taskAttempt) {
        return new SegmentName(epoch, partition, 0, taskAttempt, 0);
    }

    private Segment write(SegmentName name, StatusRow... rows) throws IOException {
        try (RowWriter writer = RowWriter.create(store, name.path(), columns)) {
            for (StatusRow row : rows) {
                writer.write(row);
            }
            assertThat(writer.publish()).isTrue();
            return writer.segment();
        }
    }

    private static Case theCase(long id) {
        Object[] values = {id};
        return new Case(id, new CaseKey(DEFINITION).of(id, values), "all", values);
    }

    private static Execution execution() {
        return new Execution(new Placement("host", "1", 0, "run-e1-p0-a0.0"), 0, 0, 1, 1, -1, 0, -1, null, null);
    }

    private static StatusRow completed(long id, double y) {
        return StatusRow.completed(theCase(id), new double[] {y}, y <= 100, execution());
    }

    private static StatusRow failed(long id) {
        return StatusRow.failed(theCase(id), new double[0], ErrorClass.ERROR, "planted", execution());
    }

    private static StatusRow timedOut(long id) {
        return StatusRow.failed(theCase(id), new double[0], ErrorClass.TIMEOUT, "planted", execution());
    }

    private static StatusRow left(long id) {
        return StatusRow.left(theCase(id), "circuit open");
    }

    private static StatusRow[] completed(long from, long to, double y) {
        return LongStream.range(from, to).mapToObj(id -> completed(id, y)).toArray(StatusRow[]::new);
    }

    /** By case: the output, the error class, or {@code pending}; with {@code *} when the row is reused. */
    private Map<Long, String> table() throws IOException {
        Map<Long, String> table = new TreeMap<>();
        try (MasterTable.Scan scan = MasterTable.latest(store).orElseThrow().scan(List.of())) {
            while (scan.next()) {
                StatusRow row = scan.at().row();
                ErrorClass error = row.errorClass();
                String text = error != null
                        ? error.id()
                        : row.execution() == null ? pending(row) : String.valueOf(row.output(0));
                table.put(row.theCase().id(), text + (row.reused() ? "*" : ""));
            }
        }
        return table;
    }

    private static String pending(StatusRow row) {
        String message = String.valueOf(row.errorMessage());
        return message.equals("Execution incomplete") ? "pending" : "pending " + message;
    }

    private Path file(SegmentName name) {
        return folder.resolve(name.path());
    }

    @Test
    @Tag("SWP-05")
    void publish_noRows_everyCaseIsPending() throws IOException {
        Gather.Gathered gathered = publish(0, 1);

        assertThat(gathered.counts()).isEqualTo(new Counts(0, 0, 10, 0, 0, 0, 0, 0));
        assertThat(table()).hasSize(10).allSatisfy((id, row) -> assertThat(row).isEqualTo("pending"));
    }

    @Test
    @Tag("SWP-08")
    void publish_segmentsOfDeadAttempts_areSalvagedOnce() throws IOException {
        Segment told = write(name(1, 0, 1), completed(0, 4, 1));
        // The attempt before it died after its segment was published; so did that of another partition.
        write(name(1, 0, 0), completed(0, 2, 1));
        write(name(1, 1, 0), completed(4, 6, 200));

        Gather.Gathered gathered = publish(0, 1, told);

        assertThat(gathered.counts()).isEqualTo(new Counts(6, 0, 4, 0, 4, 2, 2, 0));
        assertThat(gathered.contradictions()).isEmpty();
        assertThat(table()).containsEntry(0L, "1.0").containsEntry(5L, "200.0").containsEntry(6L, "pending");
    }

    @Test
    void publish_twoCompletedRowsThatDiffer_areCountedAndTheFirstAttemptWins() throws IOException {
        write(name(1, 0, 1), completed(3, 2.0), completed(4, 7.0));
        write(name(1, 0, 0), completed(3, 1.0), completed(4, 7.0));
        write(name(1, 0, 2), failed(3), failed(5));

        Gather.Gathered gathered = publish(0, 1);

        assertThat(gathered.contradictions()).containsExactly(3L);
        assertThat(gathered.counts().contradicted()).isEqualTo(1);
        assertThat(gathered.counts().duplicates()).isEqualTo(3);
        assertThat(table()).containsEntry(3L, "1.0").containsEntry(4L, "7.0").containsEntry(5L, "error");
    }

    @Test
    void publish_afterAForcedRun_itsRowsCountBeforeEarlierOnes() throws IOException {
        write(name(1, 0, 0), completed(0, 1.0), completed(1, 1.0), completed(2, 1.0));
        write(name(2, 0, 0), completed(0, 2.0), failed(1));

        Gather.Gathered forced = publish(2, 2);
        assertThat(table()).containsEntry(0L, "2.0").containsEntry(1L, "error").containsEntry(2L, "1.0*");
        assertThat(forced.counts()).isEqualTo(new Counts(2, 1, 7, 1, 2, 0, 0, 0));

        Gather.Gathered unforced = publish(0, 3);
        assertThat(table()).containsEntry(0L, "1.0*").containsEntry(1L, "1.0*").containsEntry(2L, "1.0*");
        assertThat(unforced.contradictions()).containsExactly(0L);
    }

    @Test
    @Tag("ENG-15")
    @Tag("ENG-19")
    void publish_leftCases_arePendingWithTheReasonAndRunAgain() throws IOException {
        write(name(1, 0, 0), completed(0, 1.0), left(1), left(2), left(3));
        write(name(1, 0, 1), completed(2, 2.0), failed(3));

        Gather.Gathered gathered = publish(0, 2);

        assertThat(gathered.counts()).isEqualTo(new Counts(2, 1, 7, 3, 2, 0, 0, 0));
        assertThat(table())
                .containsEntry(0L, "1.0*")
                .containsEntry(1L, "pending Execution incomplete: circuit open")
                .containsEntry(2L, "2.0*")
                .containsEntry(3L, "error*")
                .containsEntry(4L, "pending");
        assertThat(settled(Settles.COMPLETED_AND_FAILED, 0)).containsExactly(0L, 2L, 3L);
    }

    @Test
    @Tag("ENG-15")
    void publish_cachedTimeout_isTheEarlierResultAndSettled() throws IOException {
        write(name(1, 0, 0), completed(0, 1.0), completed(1, 1.0), completed(2, 1.0));
        write(name(2, 0, 0), timedOut(0), failed(1));

        Gather.Gathered gathered = publish(cached(), 2, 2);

        assertThat(gathered.counts()).isEqualTo(new Counts(2, 1, 7, 2, 2, 0, 0, 0));
        assertThat(table()).containsEntry(0L, "1.0*").containsEntry(1L, "error").containsEntry(2L, "1.0*");
        assertThat(settled(gather(cached(), 2), Settles.COMPLETED)).containsExactly(0L);
        assertThat(settled(gather(plan, 2), Settles.COMPLETED)).isEmpty();
    }

    private Plan cached() throws IOException {
        SweepDefinition definition = new SweepDefinition(
                DEFINITION.name(),
                DEFINITION.seed(),
                DEFINITION.runner(),
                DEFINITION.parameters(),
                DEFINITION.blocks(),
                Map.of(),
                null,
                DEFINITION.outputs(),
                Limits.DEFAULT,
                new FailurePolicy(null, null, List.of(), FailurePolicy.OnTimeout.CACHED),
                DEFINITION.execution(),
                List.of());
        return new Plan(spark, Sweep.of(definition, TableSource.none()), LocalTables.asImported());
    }

    @Test
    void publish_limitsChanged_areJudgedAnew() throws IOException {
        // The row says that it passed; the definition's limit of 100 says otherwise.
        write(name(1, 0, 0), StatusRow.completed(theCase(0), new double[] {101}, true, execution()));

        assertThat(publish(0, 1).counts().specFailed()).isEqualTo(1);
    }

    @Test
    @Tag("SWP-06")
    void publish_damagedSegments_failTheirCasesAndMoveToQuarantine() throws IOException {
        gather(0).keepRanges(1, ranges(0, 3, 3, 5, 5, 10));
        Segment told = write(name(1, 0, 0), completed(0, 2, 1));
        write(name(1, 1, 0), completed(3, 5, 1));
        write(name(1, 2, 0), completed(7, 8, 1));
        // Of the first the rows, of the second the end with the footer, which only its partition's range makes up for.
        byte[] flipped = Files.readAllBytes(file(name(1, 0, 0)));
        Arrays.fill(flipped, 4, 64, (byte) 0);
        Files.write(file(name(1, 0, 0)), flipped);
        Files.write(file(name(1, 1, 0)), Arrays.copyOf(Files.readAllBytes(file(name(1, 1, 0))), 100));

        Gather.Gathered gathered = publish(0, 1, told);

        assertThat(gathered.damaged())
                .containsExactly(name(1, 0, 0).path(), name(1, 1, 0).path());
        assertThat(table())
                .containsEntry(0L, "corrupted")
                .containsEntry(1L, "corrupted")
                .containsEntry(2L, "pending")
                .containsEntry(3L, "corrupted")
                .containsEntry(4L, "corrupted")
                .containsEntry(5L, "pending")
                .containsEntry(7L, "1.0");
        assertThat(folder.resolve("quarantine").resolve(name(1, 0, 0).path())).exists();
        assertThat(file(name(1, 1, 0))).doesNotExist();
        assertThat(settled(Settles.COMPLETED_AND_FAILED, 0)).containsExactly(7L);
    }

    private static List<CaseRange> ranges(long... ends) {
        return Stream.iterate(0, i -> i < ends.length, i -> i + 2)
                .map(i -> CaseRange.of(new IndexRange(ends[i], ends[i + 1])))
                .toList();
    }

    @Test
    void publish_damagedSegmentOfAnUnknownPartition_moveToQuarantineToo() throws IOException {
        Files.createDirectories(folder.resolve("status/e000001"));
        Files.writeString(file(name(1, 4, 0)), "torn");

        assertThat(publish(0, 1).damaged()).containsExactly(name(1, 4, 0).path());
        assertThat(publish(0, 2).damaged()).isEmpty();
    }

    @Test
    void publish_strayFilesAmongSegments_areLeftAlone() throws IOException {
        write(name(1, 0, 0), completed(0, 10, 1));
        Path stray = folder.resolve("status/e000001/copy of p00000.parquet");
        Files.copy(file(name(1, 0, 0)), stray);

        assertThat(publish(0, 1).counts().duplicates()).isZero();
        assertThat(stray).exists();
    }

    private List<Long> settled(Settles settles, int forced) throws IOException {
        return settled(gather(forced), settles);
    }

    private static List<Long> settled(Gather gather, Settles settles) throws IOException {
        CaseSet settled = gather.settled(settles);
        return LongStream.range(0, 10).filter(settled::contains).boxed().toList();
    }

    @Test
    @Tag("SWP-09")
    void settled_byStatusKeyAndForcedEpoch() throws IOException {
        assertThat(settled(Settles.COMPLETED_AND_FAILED, 0)).isEmpty();
        Case changed = new Case(2, "0".repeat(32), "all", new Object[] {2L});
        write(
                name(1, 0, 0),
                completed(0, 1),
                failed(1),
                StatusRow.completed(changed, new double[] {1}, true, execution()));
        write(name(2, 0, 0), completed(5, 1));

        assertThat(settled(Settles.COMPLETED_AND_FAILED, 0)).containsExactly(0L, 1L, 5L);
        assertThat(settled(Settles.COMPLETED, 0)).containsExactly(0L, 5L);
        assertThat(settled(Settles.COMPLETED_AND_FAILED, 2)).containsExactly(5L);
    }
}
