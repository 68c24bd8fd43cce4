package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CommandLineTester.Result;
import io.casemill.app.RunSummary.Reason;
import io.casemill.app.RunSummary.Stopped;
import io.casemill.config.InvalidSweepException;
import io.casemill.config.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RunCommandTest {
    private final CommandLineTester tester = new CommandLineTester();

    @Test
    void run_someFailed_printsTheWholeSummary() {
        Result result = tester.run("run", "quickstart.yaml");

        assertThat(result.out()).isEqualTo("""
                        quickstart: ran 10,000 cases in 8.42 s (1.2 k/s)

                          completed  9,990 (99.9 %)
                          failed     10 (0.1 %)
                          yield      97.35 % (9,725 of 9,990 cases within limits)
                          slowest    case 1 (1 min 00 s), case 0 (500 ms)
                          commonest  timeout: =ran longer than 60 s (1 case, such as case 1)
                          engine     8 workers on 2 executors, busy 96.1 % of their time; 12 steals, 80 % of searches; 1 worker replaced; waited 2.50 s for rows to be written
                          per case   mean 1.20 ms of a worker, p50 1.10 ms, p99 4.30 ms; with its files and its row
                          table      runs/quickstart/master/current (version 1)

                        Next: casemill failures runs/quickstart
                        Open: python3 -c 'import pandas; print(pandas.read_parquet("runs/quickstart/master/current"))'
                          or: duckdb -c "select * from 'runs/quickstart/master/current/*.parquet'"
                        """);
        assertThat(result.err()).isEqualTo("""
                        casemill: 10,000 cases planned, 10,000 to run
                        casemill: 10,000 of 10,000 cases done (100 %), 0 failed, 1.2 k/s, 8.42 s in all
                        """);
        assertThat(result.code()).isEqualTo(1);
        assertThat(tester.sweeps.closed).isTrue();
    }

    @Test
    void run_workersBesideDeterministic_isRefused() {
        Result result = tester.run("run", "a.yaml", "--deterministic", "--workers", "8");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("Invalid --workers 8 beside --deterministic, which means one worker: leave one of them out");
        assertThat(tester.sweeps.requests).isEmpty();
    }

    @Test
    @Tag("SWP-14")
    void run_everyCaseFailed_exitsOneAndNamesTheCommonestReason() {
        tester.sweeps.summary = FakeSweeps.summary(3, 0, 3, 0, 0, 3, 0, 0, null);

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("  failed     3 (100 %)\n")
                .contains("  commonest  timeout: =ran longer than 60 s (1 case, such as case 1)\n");
    }

    @Test
    void run_allowFailures_exitsZero() {
        assertThat(tester.run("run", "a.yaml", "--allow-failures").code()).isZero();
    }

    @Test
    void run_nothingLeft_saysSoAndJudgesTheTableAsBefore() {
        tester.sweeps.summary = FakeSweeps.summary(100, 100, 0, 0, 100, 0, 90, 10, null);

        Result result = tester.run("run", "a.yaml", "--progress", "none");

        assertThat(result.out()).startsWith("quickstart: nothing left to run, 100 of 100 cases completed earlier\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void run_nothingLeftButFailedCases_exitsOne() {
        tester.sweeps.summary = FakeSweeps.summary(100, 99, 1, 0, 100, 0, 0, 0, null);

        assertThat(tester.run("run", "a.yaml").code()).isEqualTo(1);
    }

    @Test
    void run_onlyMissedLimits_exitsOneAndPointsAtThem() {
        tester.sweeps.summary = FakeSweeps.summary(100, 100, 0, 0, 0, 100, 90, 10, null);

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("Next: casemill list runs/quickstart --spec fail\n");
    }

    @Test
    void run_limited_pendingCasesAreNoFailure() {
        tester.sweeps.summary = FakeSweeps.summary(100, 10, 0, 90, 0, 10, 0, 0, null);

        assertThat(tester.run("run", "a.yaml", "--limit", "10").code()).isZero();
        assertThat(tester.run("run", "a.yaml").code()).isEqualTo(1);
    }

    @Test
    void run_stoppedByTheFailureLimit_exitsThreeAndSaysWhy() {
        tester.sweeps.summary = FakeSweeps.summary(
                100, 10, 9, 81, 0, 19, 0, 0, new Stopped(Reason.FAILURE_LIMIT, "9 failed, failure.max is 5 %"));

        Result result = tester.run("run", "a.yaml", "--allow-failures");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out())
                .contains("Stopped early: 9 failed, failure.max is 5 %; finished cases are in the table\n");
    }

    @Test
    @Tag("ENG-18")
    void run_degraded_saysWhyAndKeepsItsExitCode() {
        tester.sweeps.summary = FakeSweeps.degraded(
                FakeSweeps.summary(3, 3, 0, 0, 0, 3, 0, 0, null),
                "1 of 2 tasks ran cases on their own threads, one after the other: no threads");

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("\nDegraded: 1 of 2 tasks ran cases on their own threads, one after the other: no threads\n");
    }

    @Test
    void run_interrupted_exits130AndSaysHowToGoOn() {
        tester.sweeps.summary =
                FakeSweeps.summary(100, 10, 0, 90, 0, 10, 0, 0, new Stopped(Reason.INTERRUPTED, "Ctrl-C"));

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(130);
        assertThat(result.out()).contains("Next: casemill run a.yaml --out runs/quickstart runs what is missing");
    }

    @Test
    void run_interruptedWithOverrides_namesThemForTheNextRun() {
        tester.sweeps.summary =
                FakeSweeps.summary(100, 10, 0, 90, 0, 10, 0, 0, new Stopped(Reason.INTERRUPTED, "Ctrl-C"));

        Result result = tester.run("run", "a.yaml", "--set", "seed=7", "--set", "where=s = 'b'");

        assertThat(result.out()).contains("Next: casemill run a.yaml --set seed=7 --set 'where=s = '\\''b'\\''' --out");
    }

    @Test
    void run_infrastructureGaveUp_exitsFour() {
        tester.sweeps.summary =
                FakeSweeps.summary(100, 10, 0, 90, 0, 10, 0, 0, new Stopped(Reason.INFRASTRUCTURE, "disk full"));

        assertThat(tester.run("run", "a.yaml").code()).isEqualTo(4);
    }

    @Test
    void run_passesEveryOptionOn() {
        tester.run(
                "run",
                "a.yaml",
                "--set",
                "seed=7",
                "--set",
                "limits.timeout=10s",
                "--out",
                "o",
                "--master",
                "local[3]",
                "-j",
                "2",
                "--where",
                "r > 1",
                "--limit",
                "5",
                "--retry-failed");

        assertThat(tester.sweeps.requests)
                .containsExactly(new RunRequest(
                        Path.of("a.yaml"),
                        List.of("seed=7", "limits.timeout=10s"),
                        "o",
                        "local[3]",
                        2,
                        "r > 1",
                        5L,
                        Rerun.FAILED));
    }

    @Test
    @Tag("SWP-10")
    @Tag("ENG-25")
    @Tag("RTC-10")
    void run_executionOptions_replaceWhatTheSweepFileSays() {
        tester.run("run", "a.yaml", "--workers", "io", "--set", "execution.workers=3");
        tester.run("run", "a.yaml", "--deterministic", "--inline");

        assertThat(tester.sweeps.requests)
                .extracting(RunRequest::overrides)
                .containsExactly(
                        List.of("execution.workers=3", "execution.workers=io"),
                        List.of("execution.deterministic=true", "execution.inline=true"));
    }

    @Test
    @Tag("SWP-10")
    void run_workersOfNoKind_isRefusedWithTheRemedy() {
        Result result = tester.run("run", "a.yaml", "--workers", "gpu");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("--workers")
                .contains("'gpu' is neither a kind of load nor a number of workers; write cpu, memory, io, mixed, or a"
                        + " number from 1 to 4096");
        assertThat(tester.sweepsMade).hasValue(0);
    }

    @Test
    void run_retryFailedWithForce_isRefused() {
        assertThat(tester.run("run", "a.yaml", "--retry-failed", "--force").code())
                .isEqualTo(2);
        assertThat(tester.sweepsMade).hasValue(0);
    }

    @Test
    void run_badSweepFile_printsEveryProblemOnItsLineAndExitsTwo() {
        tester.sweeps.failure = new InvalidSweepException(List.of(
                new Problem("a.yaml", 3, 5, "seed", "is negative", "write 0 or more"),
                new Problem("a.yaml", 9, 1, "nmae", "unknown key", "write name")));

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "a.yaml:3:5: seed: is negative; write 0 or more\na.yaml:9:1: nmae: unknown key; write name\n");
        assertThat(tester.sweeps.closed).isTrue();
    }

    @Test
    void run_invalidInput_exitsTwoWithTheMessage() {
        tester.sweeps.failure = new InvalidInputException("runs/x holds the sweep other: name another with --out");

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("casemill: runs/x holds the sweep other: name another with --out\n");
    }

    @Test
    void run_storageFails_exitsFourAndNamesTheLog() {
        tester.sweeps.storageFailure = new IOException("Cannot publish version 2: disk full");

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo(
                        "casemill: Cannot publish version 2: disk full\nMore in the log: " + Errors.logFile() + "\n");
    }

    @Test
    void run_storageFailsWithAStackTrace_showsItsBeginning() {
        tester.sweeps.storageFailure = new IOException("Spark gave up\nat a\nat b\nat c\nat d");

        assertThat(tester.run("run", "a.yaml").err())
                .startsWith("casemill: Spark gave up\nat a\nat b ...\nMore in the log: ");
    }

    @Test
    void gather_saysWhatItPublishedAndExitsZero() {
        Result result = tester.run("gather", "runs/quickstart");

        assertThat(result.out())
                .startsWith("quickstart: gathered 10,000 cases in 8.42 s\n")
                .contains("Next: casemill failures runs/quickstart\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void run_fileMissing_saysMoreThanThePath() {
        tester.sweeps.storageFailure = new NoSuchFileException("runs/x/sweep.json");

        assertThat(tester.run("run", "a.yaml").err()).startsWith("casemill: Cannot find runs/x/sweep.json\n");
    }

    @Test
    void run_defect_exitsFourWithTheMessageInert() {
        tester.sweeps.failure = new IllegalStateException("broken \u001b[31m");

        Result result = tester.run("run", "a.yaml");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).startsWith("casemill: unexpected IllegalStateException: broken \\x1b[31m\n");
    }
}
