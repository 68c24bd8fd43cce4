package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.runner.Outcome;
import io.casemill.status.StatusRow;
import io.casemill.sweep.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of a run that meets a limit, or whose simulator goes missing, on real Spark in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {
    private static final String CIRCUIT_DELAY = "spark.casemill.circuitDelay";

    private final Casemill casemill = new Casemill();

    @BeforeAll
    void hurry() {
        System.setProperty(CIRCUIT_DELAY, "50ms");
    }

    @AfterAll
    void stop() {
        System.clearProperty(CIRCUIT_DELAY);
        casemill.close();
    }

    private static RunRequest request(PlantedSweep sweep, Rerun rerun, String... overrides) {
        return new RunRequest(sweep.file, List.of(overrides), sweep.out.toString(), null, 2, null, null, rerun);
    }

    private static RunSummary.Stopped stopped(RunSummary summary) {
        return Objects.requireNonNull(summary.stopped());
    }

    @Test
    @Tag("ENG-15")
    void run_runTimeout_stopsAndTheNextRunGoesOn(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2, -5, -5]");
        RunRequest limited = request(sweep, Rerun.MISSING, "limits.run_timeout=2s");

        RunSummary summary = casemill.run(limited, RunObserver.NONE);

        assertThat(stopped(summary).reason()).isEqualTo(RunSummary.Reason.TIME_LIMIT);
        assertThat(stopped(summary).message()).isEqualTo("the run reached limits.run_timeout of 2.00 s");
        assertThat(ExitCode.of(summary, limited)).isEqualTo(ExitCode.STOPPED);
        assertThat(summary.failed()).isZero();
        assertThat(summary.pending()).isGreaterThanOrEqualTo(2);
        Files.createFile(folder.resolve("released"));
        RunSummary rest = casemill.run(request(sweep, Rerun.MISSING), RunObserver.NONE);
        assertThat(rest.completed()).isEqualTo(4);
        assertThat(rest.executed()).isEqualTo(summary.pending());
    }

    @Test
    @Tag("ENG-15")
    void rerun_ofAFunctionThatWaits_endsAtItsLimit(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, "[1, -3]", "limits: {timeout: 200ms}");
        casemill.run(request(sweep, Rerun.MISSING), RunObserver.NONE);

        RerunView view = casemill.rerun(sweep.out.toString(), 1, line -> {});

        assertThat(view.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    @Tag("ENG-15")
    void run_partitionTimeout_leavesItsCasesOnceAndSaysSo(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, "[1, 2, -5, -5]", "limits: {partition_timeout: 2s}");
        RunRequest request = request(sweep, Rerun.MISSING);

        RunSummary summary = casemill.run(request, RunObserver.NONE);

        assertThat(stopped(summary).reason()).isEqualTo(RunSummary.Reason.TIME_LIMIT);
        assertThat(stopped(summary).message())
                .matches("\\d+ partitions? reached limits.partition_timeout of 2.00 s and left 2 cases pending");
        assertThat(ExitCode.of(summary, request)).isEqualTo(ExitCode.STOPPED);
        assertThat(summary.completed()).isEqualTo(2);
        assertThat(sweep.rows().get(2).errorMessage())
                .isEqualTo("Execution incomplete: the partition reached limits.partition_timeout of 2.0 s");
        // Spark is not told of a failure that another attempt would only repeat.
        assertThat(sweep.segments())
                .allSatisfy(file -> assertThat(file.toString()).contains("-a0.0-"));
        Files.createFile(folder.resolve("released"));
        assertThat(casemill.run(request, RunObserver.NONE).completed()).isEqualTo(4);
    }

    @Test
    @Tag("ENG-15")
    void run_onTimeoutCached_theEarlierResultStandsUntilToldOtherwise(@TempDir Path folder) throws IOException {
        PlantedSweep sweep =
                new PlantedSweep(folder, "[7, -5]", "failure: {on_timeout: cached}\nlimits: {timeout: 300ms}");
        Files.createFile(folder.resolve("released"));
        assertThat(casemill.run(request(sweep, Rerun.MISSING), RunObserver.NONE).completed())
                .isEqualTo(2);
        Files.delete(folder.resolve("released"));

        RunSummary forced = casemill.run(request(sweep, Rerun.ALL), RunObserver.NONE);

        assertThat(forced.completed()).isEqualTo(2);
        assertThat(forced.reused()).isEqualTo(1);
        StatusRow stands = sweep.rows().get(1);
        assertThat(stands.reused()).isTrue();
        assertThat(stands.output(0)).isEqualTo(5);
        assertThat(stands.errorMessage())
                .isEqualTo(
                        "Epoch 2: Ran longer than its time limit of 0.3 s. Raise limits.timeout if it needs more. The completed result of epoch 1 stands (failure.on_timeout: cached)");
        RunSummary again = casemill.run(request(sweep, Rerun.MISSING), RunObserver.NONE);
        assertThat(again.executed()).isZero();
        assertThat(again.version()).isEqualTo(forced.version());

        RunSummary strict = casemill.run(request(sweep, Rerun.MISSING, "failure.on_timeout=fail"), RunObserver.NONE);

        assertThat(strict.failed()).isEqualTo(1);
        assertThat(sweep.classes()).containsEntry(1L, "timeout");
    }

    @Test
    @Tag("ENG-19")
    void run_programVanishes_endsWithTheReasonAndGoesOnWhenItIsBack(@TempDir Path folder) throws IOException {
        VanishingSweep sweep = new VanishingSweep(folder, 60);

        RunSummary summary = casemill.run(sweep.request(null), RunObserver.NONE);

        assertThat(stopped(summary).message())
                .startsWith("circuit open on host ")
                .contains("failed to execute ./tool.sh");
        assertThat(ExitCode.of(summary, sweep.request(null))).isEqualTo(ExitCode.INFRASTRUCTURE);
        assertThat(summary.failed()).isZero();
        assertThat(summary.pending()).isPositive();
        assertThat(sweep.table().rows())
                .anySatisfy(
                        row -> assertThat(row.errorMessage()).startsWith("Execution incomplete: circuit open on host"));

        // The next run lays its own copy of the program out.
        RunSummary rest = casemill.run(sweep.request(null), RunObserver.NONE);

        assertThat(rest.stopped()).isNull();
        assertThat(rest.completed()).isEqualTo(60);
        assertThat(rest.executed()).isEqualTo(summary.pending());
    }
}
