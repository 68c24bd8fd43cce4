package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.status.StatusRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real Spark in this JVM: what a user sees of runs, failures and resumes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private final Casemill casemill = new Casemill();

    @AfterAll
    void stop() {
        casemill.close();
    }

    @Test
    void run_everyCaseCompletes_oneRowEachInOrderOfId(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, PlantedSweep.numbers(1, 1_000));

        RunSummary summary = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(summary.completed()).isEqualTo(1_000);
        assertThat(summary.executed()).isEqualTo(1_000);
        List<StatusRow> rows = sweep.rows();
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
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2, 3]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        RunSummary again = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(again.executed()).isZero();
        assertThat(again.version()).isEqualTo(1);
        assertThat(again.completed()).isEqualTo(3);
    }

    @Test
    @Tag("ENG-16")
    @Tag("ENG-17")
    void run_plantedFailures_eachCostsItsOwnCase(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, "[7, 0, -1, -2, -3, 8]", "limits: {timeout: 2s}");

        RunSummary summary = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(summary.completed()).isEqualTo(2);
        assertThat(summary.failed()).isEqualTo(4);
        Map<Long, String> classes = sweep.classes();
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
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, -4, 2, -1]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        Files.createFile(folder.resolve("mended"));

        RunSummary plain = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        RunSummary retried = casemill.run(sweep.request(Rerun.FAILED), RunObserver.NONE);

        assertThat(plain.executed()).isZero();
        assertThat(retried.completed()).isEqualTo(3);
        assertThat(retried.failed()).isEqualTo(1);
        assertThat(retried.executed()).isEqualTo(2);
        assertThat(sweep.epochs()).isEqualTo(Map.of(0L, 1, 1L, 2, 2L, 1, 3L, 2));
    }

    @Test
    void run_forced_runsEveryCaseAgain(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        RunSummary forced = casemill.run(sweep.request(Rerun.ALL), RunObserver.NONE);

        assertThat(forced.executed()).isEqualTo(2);
        assertThat(sweep.epochs()).containsEntry(0L, 2).containsEntry(1L, 2);
    }

    @Test
    @Tag("SWP-05")
    void run_limited_theRestIsPendingAndTheNextRunCompletesIt(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, PlantedSweep.numbers(1, 100), "where: \"x % 2 = 0\"");
        RunSummary first = casemill.run(sweep.limited("x > 10", 7), RunObserver.NONE);
        Map<Long, String> before = sweep.classes();
        RunSummary rest = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

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
        PlantedSweep sweep = PlantedSweep.of(folder, PlantedSweep.numbers(1, 50));
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        List<Path> segments = sweep.segments();
        for (int i = 0; i < segments.size(); i++) {
            byte[] bytes = Files.readAllBytes(segments.get(i));
            // Half of them lose their footer, the other half their first pages.
            byte[] damaged = Arrays.copyOf(bytes, i % 2 == 0 ? bytes.length / 2 : bytes.length);
            Arrays.fill(damaged, 4, 64, (byte) 0);
            Files.write(segments.get(i), damaged);
        }

        RunSummary gathered = casemill.gather(sweep.out.toString(), null);
        RunSummary resumed = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(gathered.failed()).isEqualTo(50);
        assertThat(resumed.executed()).isEqualTo(50);
        assertThat(resumed.completed()).isEqualTo(50);
    }

    @Test
    void run_failureLimit_stopsAndKeepsWhatEnded(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, "[-1, -1, -1, -5]", "failure: {max: 2}");

        RunSummary summary = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(Objects.requireNonNull(summary.stopped()).reason()).isEqualTo(RunSummary.Reason.FAILURE_LIMIT);
        assertThat(summary.failed()).isEqualTo(3);
        assertThat(summary.pending()).isEqualTo(1);
    }

    @Test
    @Tag("SWP-10")
    void run_withANumberOfWorkers_runsThatManyCasesAtOnce_besideARunWithAnother(@TempDir Path folder) throws Exception {
        PlantedSweep waiting = PlantedSweep.of(Files.createDirectory(folder.resolve("waiting")), "[-5]");
        PlantedSweep crowd = PlantedSweep.of(Files.createDirectory(folder.resolve("crowd")), "[-11, -11, -11, -11]");

        CompletableFuture<RunSummary> first =
                CompletableFuture.supplyAsync(() -> run(waiting.with("execution.workers=1")));
        RunSummary second = run(crowd.with("execution.workers=8"));
        Files.createFile(waiting.folder.resolve("released"));

        assertThat(second.completed()).isEqualTo(4);
        assertThat(first.get().completed()).isEqualTo(1);
    }

    private RunSummary run(RunRequest request) {
        try {
            return casemill.run(request, RunObserver.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("RTC-10")
    void run_inline_casesRunOnTheThreadOfTheirTask(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[-12, -12, -12]");

        casemill.run(sweep.with("execution.deterministic=true"), RunObserver.NONE);
        assertThat(sweep.rows()).allSatisfy(row -> assertThat(row.output(0)).isZero());
        PlantedSweep inline = sweep.in(folder.resolve("inline"));
        casemill.run(inline.with("execution.inline=true"), RunObserver.NONE);
        assertThat(inline.rows()).allSatisfy(row -> assertThat(row.output(0)).isOne());
    }

    @Test
    @Tag("SWP-10")
    @Tag("ENG-25")
    void run_executedInAnotherWay_hasNothingToDo(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2, 3]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        RunSummary again = casemill.run(
                sweep.with("execution.workers=3", "execution.partition=1", "execution.deterministic=true"),
                RunObserver.NONE);

        assertThat(again.executed()).isZero();
        assertThat(again.version()).isEqualTo(1);
    }

    @Test
    @Tag("ENG-29")
    void run_casesOfManyTasks_shareTheirTexts(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("sweep.yaml"), """
                name: texts
                runner: {function: witness}
                parameters:
                  x: {range: {from: 1, to: 200}}
                  corner: {values: [slow, fast, typical]}
                execution: {partition: 20}
                """);
        WitnessFunction.SEEN.clear();

        RunSummary summary = casemill.run(
                new RunRequest(file, List.of(), folder.resolve("out").toString(), null, 2, null, null, Rerun.MISSING),
                RunObserver.NONE);

        assertThat(summary.completed()).isEqualTo(600);
        assertThat(WitnessFunction.SEEN).hasSize(3);
    }

    @Test
    void run_anotherSweepInTheDirectory_isRefusedUntouched(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, "name: other\nrunner: {function: noop}\nparameters: {x: {values: [1, 2]}}\n");

        RunRequest refused = new RunRequest(other, List.of(), sweep.out.toString(), null, 2, null, null, Rerun.MISSING);
        assertThatThrownBy(() -> casemill.run(refused, RunObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds the sweep \"planted\"")
                .hasMessageContaining("--out");
        assertThat(sweep.rows()).hasSize(1);
    }

    @Test
    void run_badExpression_isRefusedWithItsPlace(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, "[1]", "derive: {z: \"x + nope\"}");

        assertThatThrownBy(() -> casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("derive.z")
                .hasMessageContaining("nope");
    }
}
