package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.session.Session;
import io.casemill.status.StatusRow;
import io.casemill.sweep.RunnerDefinition.Command;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt at a partition does when it is not a case that fails: the host, the clock, the JVM. */
@Timeout(60)
class ContainmentTest extends TaskAttemptFixture {
    private static final String OPEN = "Execution incomplete: circuit open on host host, executor 1: Cannot start the"
            + " program: failed to execute ";

    ContainmentTest(@TempDir Path folder) {
        super(folder);
    }

    /** A program that prints {@code y = 1}, and runs this before. */
    private void tool(String script) throws IOException {
        Path made = folder.resolve("tool.made");
        Files.writeString(made, "#!/bin/sh\n" + script + "\necho y = 1\n");
        assertThat(made.toFile().setExecutable(true)).isTrue();
        Files.move(made, folder.resolve("tool"));
    }

    private void runTool() {
        runner = new Command(
                List.of(folder.resolve("tool").toString(), "${x}"),
                Map.of(),
                Map.of(),
                List.of(new Extractor("y", null, new KeyValue("y"))),
                List.of(0),
                Keep.NONE);
    }

    private Map<Long, Long> byCase() throws IOException {
        return durable().stream()
                .collect(Collectors.groupingBy(row -> row.theCase().id(), Collectors.counting()));
    }

    @Test
    @Tag("ENG-19")
    void run_programMissing_leavesEveryCasePendingAndFailsNone() throws Exception {
        runTool();
        circuit = Duration.ofNanos(1);

        assertThatThrownBy(() -> run(2, range(0, 100)))
                .isInstanceOf(CircuitOpenException.class)
                .hasMessageContaining("circuit open on host host, executor 1")
                .hasMessageContaining(folder.resolve("tool").toString());

        assertThat(outcomes())
                .hasSize(100)
                .allSatisfy((id, outcome) -> assertThat(outcome).startsWith(OPEN + folder.resolve("tool")));
        assertThat(tallied).hasValue(0);
    }

    @Test
    @Tag("ENG-19")
    void run_programVanishesInMidRun_anotherExecutorRunsTheRestAlone() throws Exception {
        runTool();
        circuit = Duration.ofNanos(1);
        tool("case $1 in 7|7.0) rm \"$0\";; esac");
        ExecutorRuntime broken = start(1);
        assertThatThrownBy(() -> run(broken, 0, range(0, 30), () -> false)).isInstanceOf(CircuitOpenException.class);
        Map<Long, String> first = outcomes();
        assertThat(first).hasSize(30).containsEntry(6L, "1.0");
        assertThat(first.values()).filteredOn("1.0"::equals).hasSize(7);
        assertThat(first.get(7L)).startsWith(OPEN);
        // Sent there again it has nothing new to say.
        assertThatThrownBy(() -> run(broken, 0, 1, range(0, 30), () -> false)).isInstanceOf(CircuitOpenException.class);
        assertThat(outcomes()).isEqualTo(first);
        broken.close();

        tool("");
        TaskCommit commit = run(start(1), 0, 2, range(0, 30), () -> false);

        // What the first attempt finished was not run again, and counts in the second.
        assertThat(byCase()).allSatisfy((id, rows) -> assertThat(rows).isEqualTo(id < 7 ? 1 : 2));
        assertThat(commit.completed()).isEqualTo(30);
        assertThat(tallied).hasValue(7 + 7 + 30);
    }

    @Test
    @Tag("ENG-19")
    void run_programComesBack_theProbeClosesTheCircuitAndNothingIsLost() throws Exception {
        runTool();
        circuit = Duration.ofSeconds(3);
        ExecutorRuntime started = start(1);
        Circuit seen = started.acquire(setup("run")).circuit();

        TaskCommit commit = run(started, 0, range(0, 20), () -> {
            if (seen.openings() == 1 && !Files.exists(folder.resolve("tool"))) {
                make();
            }
            return false;
        });

        assertThat(commit.completed()).isEqualTo(20);
        assertThat(seen.openings()).isEqualTo(1);
        assertThat(outcomes()).hasSize(20);
    }

    private void make() {
        try {
            tool("");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Tag("ENG-19")
    void run_hostFailsOneCaseWhileOthersRun_thatCaseHasFailed() throws Exception {
        runTool();
        tool("");
        ExecutorRuntime started = start(1);
        RunRuntime run = started.acquire(setup("run"));
        for (int attempt = 0; attempt < Circuit.FAILURES; attempt++) {
            // A file is where the case's directory should be.
            Files.createFile(run.scratch(new Session.Attempt("run", 1, 0, 0, 0), 3, attempt));
        }

        TaskCommit commit = run(started, 0, range(0, 60), () -> false);

        assertThat(outcomes()).hasSize(60).containsEntry(3L, "io");
        assertThat(commit.failed()).isEqualTo(1);
        assertThat(durable().stream().filter(row -> row.theCase().id() == 3))
                .singleElement()
                .satisfies(row -> assertThat(attempt(row)).isEqualTo(Circuit.FAILURES - 1));
        assertThat(run.circuit().isClosed()).isTrue();
    }

    @Test
    @Tag("ENG-19")
    void run_casesThatFail_neverOpenTheCircuit() throws Exception {
        timeout = Duration.ofMillis(100);
        ExecutorRuntime started = start(2);
        Circuit seen = started.acquire(setup("run")).circuit();

        run(started, 0, cases(-1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, -2, -2, -2, -2, -2, -2, -3, -3), () -> false);

        assertThat(seen.openings()).isZero();
        assertThat(outcomes().values()).hasSize(20).containsOnly("error", "invalid_result", "timeout");
    }

    @Test
    @Tag("ENG-15")
    void run_partitionTimeout_endsWhatRunsAndLeavesTheRestWithTheReason() throws Exception {
        partitionTimeout = Duration.ofSeconds(3);

        // One case obeys the interrupt, the other one ignores it; there are more than fit into the window.
        TaskCommit commit = run(
                2,
                cases(DoubleStream.concat(
                                DoubleStream.of(1, 2, -3, -8),
                                DoubleStream.generate(() -> 5).limit(3_000))
                        .toArray()));

        String left = "Execution incomplete: the partition reached limits.partition_timeout of 3.0 s";
        Map<Long, String> outcomes = outcomes();
        assertThat(outcomes)
                .hasSize(3_004)
                .containsEntry(0L, "2.0")
                .containsEntry(1L, "4.0")
                .containsEntry(2L, left)
                .containsEntry(3L, left)
                .containsEntry(3_003L, left);
        assertThat(commit.left()).isEqualTo(3_002);
        assertThat(commit.completed()).isEqualTo(2);
        assertThat(tallied).hasValue(2);
    }

    @Test
    @Tag("ENG-15")
    void run_partitionTimeoutWithoutWorkers_leavesTheRest() throws Exception {
        partitionTimeout = Duration.ofSeconds(2);
        timeout = Duration.ofMillis(2_500);

        TaskCommit commit = run(0, cases(1, -3, 2, 3));

        assertThat(outcomes()).containsEntry(0L, "2.0").containsEntry(1L, "timeout");
        assertThat(commit.left()).isEqualTo(2);
    }

    @Test
    @Tag("ENG-16")
    void run_jvmFails_theCaseIsRecordedWhatEndedIsDurableAndNoMoreIsTaken() throws Exception {
        double[] x = DoubleStream.concat(
                        DoubleStream.iterate(1, each -> each + 1).limit(200),
                        DoubleStream.concat(
                                DoubleStream.of(-13),
                                DoubleStream.generate(() -> 1).limit(20_000)))
                .toArray();
        ExecutorRuntime broken = start(2);

        assertThatThrownBy(() -> run(broken, 0, cases(x), () -> false))
                .isInstanceOf(FatalErrorException.class)
                .hasMessageContaining("java.lang.InternalError: planted in case 200")
                .hasCauseInstanceOf(InternalError.class);

        Map<Long, String> first = outcomes();
        assertThat(first).hasSize((int) tallied.get()).containsEntry(0L, "2.0").containsEntry(200L, "crashed");
        assertThatThrownBy(() -> run(broken, 1, cases(1), () -> false)).isInstanceOf(FatalErrorException.class);
        assertThatThrownBy(() -> broken.engine().lane(0)).hasMessageContaining("the JVM has failed");
        assertThat(broken.awaitQuiet(Duration.ofSeconds(30))).isTrue();
        broken.close();

        TaskCommit rest = run(start(2), 0, 1, cases(x), () -> false);

        assertThat(rest.completed()).isEqualTo(20_200);
        assertThat(rest.failed()).isEqualTo(1);
        assertThat(byCase())
                .hasSize(20_201)
                .allSatisfy((id, rows) -> assertThat(rows).isEqualTo(1));
    }

    @Test
    @Tag("ENG-16")
    void run_jvmFailsInTheLastCase_theAttemptFailsAllTheSame() throws Exception {
        assertThatThrownBy(() -> run(1, cases(1, -13))).isInstanceOf(FatalErrorException.class);

        assertThat(outcomes()).isEqualTo(Map.of(0L, "2.0", 1L, "crashed"));
    }

    @Test
    @Tag("ENG-16")
    void run_jvmFailsWithoutWorkers_endsTheAttempt() throws Exception {
        assertThatThrownBy(() -> run(0, cases(1, -13, 2))).isInstanceOf(FatalErrorException.class);

        assertThat(outcomes()).containsEntry(0L, "2.0").containsEntry(1L, "crashed");
    }

    @Test
    @Tag("ENG-19")
    void run_anotherAttempt_skipsNothingThatWasOnlyLeft() throws Exception {
        partitionTimeout = Duration.ofMillis(1);
        run(1, cases(-3, 1, 2));
        assertThat(durable()).allSatisfy(row -> assertThat(row.execution()).isNull());
        partitionTimeout = null;
        java.util.Objects.requireNonNull(runtime).close();

        TaskCommit commit = run(start(1), 0, 1, cases(1, 1, 2), () -> false);

        assertThat(commit.completed()).isEqualTo(3);
    }

    @Test
    @Tag("ENG-17")
    @SuppressWarnings("NullAway") // of what cases share while they run nothing is used
    void close_ofAChunkWhoseReportFailed_isAFailedRow() throws Exception {
        CaseWork work = new CaseWork(null, new io.casemill.sweep.Case[] {theCase(4, 1)}, 0);
        List<StatusRow> rows = new java.util.ArrayList<>();

        work.close(new CaseWork.Sink() {
            @Override
            public void record(StatusRow row) {
                rows.add(row);
            }

            @Override
            public void again(io.casemill.sweep.Case theCase, int attempt) {}

            @Override
            public void stopped(io.casemill.sweep.Case theCase) {}
        });

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.theCase().id()).isEqualTo(4);
            assertThat(row.errorMessage()).contains("the log of the executor says why");
        });
    }
}
