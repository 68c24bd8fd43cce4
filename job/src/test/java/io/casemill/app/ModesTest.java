package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.Execution;
import io.casemill.status.StatusRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One sweep with failures, other tries, samples and derived values, executed in every way: the table is the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModesTest {
    private static final String MORE = """
              n: {normal: {mean: 0, sd: 1}}
            cases: [{block: all, product: [x], sample: {over: [n], n: 2}}, {block: few, product: [x], set: {n: 5}}]
            derive: {m: "2 * n"}
            where: "m > -3"
            outputs: {y: {max: 500}}
            failure: {retry: [{on: [error], times: 2}]}
            """;

    private final Path folder;
    private final PlantedSweep sweep;
    private final Map<String, Map<Long, String>> tables = new LinkedHashMap<>();
    private final Map<String, List<Execution>> executions = new LinkedHashMap<>();

    ModesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        // The parameters' section goes on in what follows them.
        this.sweep = new PlantedSweep(
                folder, "[0, -1, -2, -6, 7, " + PlantedSweep.numbers(1, 300).substring(1), MORE);
    }

    @BeforeAll
    void runInEveryMode() throws IOException {
        try (Casemill casemill = new Casemill()) {
            run(casemill, "default", "local[2]", 0);
            run(casemill, "io", null, 0, "execution.workers=io");
            run(casemill, "deterministic", null, 0, "execution.deterministic=true", "execution.partition=100");
            run(casemill, "inline", null, 0, "execution.inline=true");
        }
        try (Casemill casemill = new Casemill()) {
            run(casemill, "-j 1", null, 1);
        }
        try (LocalCluster cluster = new LocalCluster(2, 1);
                Casemill casemill = new Casemill()) {
            run(casemill, "cluster", cluster.master(), 0);
        }
    }

    private void run(Casemill casemill, String mode, @Nullable String master, int cores, String... overrides)
            throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().startsWith("tried-"))
                    .forEach(ModesTest::delete);
        }
        PlantedSweep ran = sweep.in(folder.resolve(mode));
        casemill.run(
                new RunRequest(
                        sweep.file,
                        List.of(overrides),
                        ran.out.toString(),
                        master,
                        cores,
                        null,
                        null,
                        Rerun.MISSING,
                        mode.equals("cluster") ? new RunRequest.Profiled(null) : null),
                RunObserver.NONE);
        tables.put(mode, ran.results());
        executions.put(
                mode,
                ran.rows().stream()
                        .map(StatusRow::execution)
                        .map(Objects::requireNonNull)
                        .toList());
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("ENG-25")
    @Tag("RTC-09")
    @Tag("RTC-10")
    @Tag("SWP-12")
    void everyMode_givesTheSameTable() {
        Map<Long, String> expected = Objects.requireNonNull(tables.get("default"));

        assertThat(expected).hasSizeBetween(800, 915);
        assertThat(expected.values())
                .anyMatch(row -> row.contains(" COMPLETED true null null null 0"))
                .anyMatch(row -> row.contains(" COMPLETED false null null null 0"))
                .anyMatch(row -> row.contains(" COMPLETED true null null null 1"))
                .anyMatch(row -> row.contains(" FAILED null INVALID_RESULT "))
                .anyMatch(row -> row.contains(" FAILED null ERROR ") && row.endsWith(" null 2"));
        assertThat(tables).hasSize(6);
        tables.forEach((mode, table) -> assertThat(table).as(mode).isEqualTo(expected));
    }

    @Test
    @Tag("SWP-10")
    void workers_areAsManyAsTheCoresThatSparkGave() {
        assertThat(workers("default")).containsAnyOf(0, 1).doesNotContain(2);
        assertThat(workers("-j 1")).containsOnly(0);
        // Two executors with one core each, whatever the host has.
        assertThat(workers("cluster")).containsOnly(0);
        assertThat(of("cluster"))
                .extracting(execution -> execution.placement().executor())
                .doesNotContain("driver");
    }

    @Test
    @Tag("ENG-22")
    void profileOnACluster_hasARecordingOfEachExecutor() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cluster/profile/e000001"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("0.jfr", "1.jfr", "driver.jfr", "profile.html", "profile.json");
        }
    }

    @Test
    @Tag("ENG-25")
    @Tag("RTC-09")
    void orderedModes_haveOneWorker() {
        assertThat(workers("deterministic")).containsOnly(0);
        assertThat(workers("inline")).containsOnly(0);
    }

    private List<Execution> of(String mode) {
        return Objects.requireNonNull(executions.get(mode));
    }

    private List<Integer> workers(String mode) {
        return of(mode).stream().map(Execution::worker).distinct().toList();
    }

    @Test
    @Tag("ENG-25")
    void deterministic_casesStartInPlanOrder_otherTriesAtTheEndOfTheirPartition() {
        startsInOrder("deterministic");
    }

    @Test
    @Tag("RTC-10")
    void inline_casesStartInPlanOrder_too() {
        startsInOrder("inline");
    }

    /** By partition, then first tries before second and third ones: then the starts ascend. */
    private void startsInOrder(String mode) {
        List<Execution> inOrder = of(mode).stream()
                .sorted(java.util.Comparator.comparingInt(
                                (Execution execution) -> execution.placement().partition())
                        .thenComparingInt(Execution::attempt))
                .toList();

        assertThat(inOrder.stream()
                        .map(execution -> execution.placement().partition())
                        .distinct())
                .hasSizeGreaterThan(2);
        assertThat(inOrder.stream().map(Execution::startedMicros)).isSorted();
    }
}
