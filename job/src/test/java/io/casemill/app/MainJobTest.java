package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.master.MasterTable;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real Spark in this JVM: what a user sees of runs, failures and resumes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private final Casemill casemill = new Casemill();

    @BeforeAll
    void start() {
        SparkSessions.open("local[2,4]", 0);
    }

    @AfterAll
    void stop() {
        casemill.close();
    }

    @Test
    void run_everyCaseCompletes_oneRowEachInOrderOfId(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: " + numbers(1, 1_000), "");

        RunSummary summary = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        assertThat(summary.completed()).isEqualTo(1_000);
        assertThat(summary.executed()).isEqualTo(1_000);
        List<StatusRow> rows = rows(folder);
        assertThat(rows).hasSize(1_000);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.status().id()).isEqualTo("completed");
            assertThat(row.output(0))
                    .isEqualTo(2.0 * (Long) Objects.requireNonNull(row.theCase().value(0)));
        });
        assertThat(rows.stream().map(row -> row.theCase().id())).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void run_again_runsNothing(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: [1, 2, 3]", "");
        casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        RunSummary again = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        assertThat(again.executed()).isZero();
        assertThat(again.version()).isEqualTo(1);
        assertThat(again.completed()).isEqualTo(3);
    }

    @Test
    @Tag("ENG-16")
    @Tag("ENG-17")
    void run_plantedFailures_eachCostsItsOwnCase(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: [7, 0, -1, -2, -3, 8]", "limits: {timeout: 200ms}");

        RunSummary summary = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        assertThat(summary.completed()).isEqualTo(2);
        assertThat(summary.failed()).isEqualTo(4);
        Map<Long, String> classes = classes(folder);
        assertThat(classes)
                .containsEntry(0L, "none")
                .containsEntry(1L, "invalid_result")
                .containsEntry(2L, "error")
                .containsEntry(3L, "error")
                .containsEntry(4L, "timeout")
                .containsEntry(5L, "none");
    }

    @Test
    @Tag("SWP-09")
    void run_retryFailed_runsOnlyTheFailedOnes(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: [1, -4, 2, -1]", "");
        casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);
        Files.createFile(folder.resolve("mended"));

        RunSummary plain = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);
        RunSummary retried = casemill.run(request(sweep, folder, Rerun.FAILED), RunObserver.NONE);

        assertThat(plain.executed()).isZero();
        assertThat(retried.completed()).isEqualTo(3);
        assertThat(retried.failed()).isEqualTo(1);
        assertThat(epochsOf(folder)).containsEntry(0L, 1).containsEntry(1L, 2).containsEntry(2L, 1);
    }

    @Test
    void run_forced_runsEveryCaseAgain(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: [1, 2]", "");
        casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        RunSummary forced = casemill.run(request(sweep, folder, Rerun.ALL), RunObserver.NONE);

        assertThat(forced.executed()).isEqualTo(2);
        assertThat(epochsOf(folder)).containsEntry(0L, 2).containsEntry(1L, 2);
    }

    @Test
    @Tag("SWP-05")
    void run_limited_theRestIsPendingAndTheNextRunCompletesIt(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: " + numbers(1, 100), "where: \"x % 2 = 0\"");
        RunRequest limited = new RunRequest(
                sweep, List.of(), folder.resolve("out").toString(), null, 0, "x > 10", 7L, Rerun.MISSING);

        RunSummary first = casemill.run(limited, RunObserver.NONE);
        Map<Long, String> before = classes(folder);
        RunSummary rest = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        assertThat(first.planned()).isEqualTo(50);
        assertThat(first.executed()).isEqualTo(7);
        assertThat(before.values()).filteredOn("pending"::equals).hasSize(43);
        // Case ids count before the condition: x = 12 is case 11.
        assertThat(before).containsEntry(11L, "none").containsEntry(23L, "none").containsEntry(25L, "pending");
        assertThat(rest.executed()).isEqualTo(43);
        assertThat(rest.completed()).isEqualTo(50);
    }

    @Test
    @Tag("SWP-06")
    void run_damagedSegment_itsCasesAreReportedAndRunAgain(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: " + numbers(1, 50), "");
        casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);
        List<Path> segments = segments(folder);
        for (int i = 0; i < segments.size(); i++) {
            byte[] bytes = Files.readAllBytes(segments.get(i));
            // Half of them lose their footer, the other half their first pages.
            byte[] damaged = Arrays.copyOf(bytes, i % 2 == 0 ? bytes.length / 2 : bytes.length);
            Arrays.fill(damaged, 4, 64, (byte) 0);
            Files.write(segments.get(i), damaged);
        }

        RunSummary gathered = casemill.gather(folder.resolve("out").toString(), null, RunObserver.NONE);
        RunSummary resumed = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        assertThat(gathered.failed()).isEqualTo(50);
        assertThat(resumed.executed()).isEqualTo(50);
        assertThat(resumed.completed()).isEqualTo(50);
    }

    @Test
    void run_failureLimit_stopsAndKeepsWhatEnded(@TempDir Path folder) throws IOException {
        String values =
                Stream.concat(Stream.of("-1", "-1", "-1"), Stream.of("-5")).collect(Collectors.joining(", "));
        Path sweep = sweep(folder, "values: [" + values + "]", "failure: {max: 2}");

        RunSummary summary = casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE);

        assertThat(Objects.requireNonNull(summary.stopped()).reason()).isEqualTo(RunSummary.Reason.FAILURE_LIMIT);
        assertThat(summary.failed()).isEqualTo(3);
        assertThat(summary.pending()).isEqualTo(1);
    }

    @Test
    void run_anotherSweepInTheDirectory_isRefusedUntouched(@TempDir Path folder) throws IOException {
        casemill.run(request(sweep(folder, "values: [1]", ""), folder, Rerun.MISSING), RunObserver.NONE);
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, "name: other\nrunner: {function: noop}\nparameters: {x: {values: [1, 2]}}\n");

        assertThatThrownBy(() -> casemill.run(request(other, folder, Rerun.MISSING), RunObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds the sweep \"planted\"")
                .hasMessageContaining("--out");
        assertThat(rows(folder)).hasSize(1);
    }

    @Test
    void run_badExpression_isRefusedWithItsPlace(@TempDir Path folder) throws IOException {
        Path sweep = sweep(folder, "values: [1]", "derive: {z: \"x + nope\"}");

        assertThatThrownBy(() -> casemill.run(request(sweep, folder, Rerun.MISSING), RunObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("derive.z")
                .hasMessageContaining("nope");
    }

    private static Path sweep(Path folder, String values, String more) throws IOException {
        Path file = folder.resolve("sweep.yaml");
        Files.writeString(file, """
                name: planted
                runner: {function: planted}
                parameters:
                  x: {%s}
                  folder: "%s"
                %s
                """.formatted(values, folder, more));
        return file;
    }

    private static String numbers(int from, int to) {
        return java.util.stream.IntStream.rangeClosed(from, to)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static RunRequest request(Path sweep, Path folder, Rerun rerun) {
        return new RunRequest(sweep, List.of(), folder.resolve("out").toString(), null, 0, null, null, rerun);
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out/status"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private static List<StatusRow> rows(Path folder) throws IOException {
        List<StatusRow> rows = new ArrayList<>();
        try (Store store = Stores.open(folder.resolve("out").toString());
                MasterTable.Scan scan = MasterTable.latest(store).orElseThrow().scan(List.of())) {
            while (scan.next()) {
                rows.add(scan.at().row());
            }
        }
        return rows;
    }

    /** By case: the error class, {@code pending}, or {@code none}. */
    private static Map<Long, String> classes(Path folder) throws IOException {
        return byCase(
                folder,
                row -> row.errorClass() != null
                        ? row.errorClass().id()
                        : row.status().id().equals("pending") ? "pending" : "none");
    }

    /** By case: the epoch that computed it, as the session's id has it. */
    private static Map<Long, Integer> epochsOf(Path folder) throws IOException {
        return byCase(
                folder,
                row -> Integer.valueOf(Objects.requireNonNull(row.execution())
                        .placement()
                        .sessionId()
                        .replaceAll(".*-e(\\d+)-p.*", "$1")));
    }

    private static <T> Map<Long, T> byCase(Path folder, Function<StatusRow, T> of) throws IOException {
        Map<Long, T> found = new TreeMap<>();
        rows(folder).forEach(row -> found.put(row.theCase().id(), of.apply(row)));
        return found;
    }
}
