package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.config.SweepJson;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Block;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.ValueSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that use workers and scratch memory inside one case, on the real executor. */
@Timeout(120)
class InsideCaseTest extends TaskAttemptFixture {

    InsideCaseTest(@TempDir Path folder) {
        super(folder);
    }

    private RunSetup setup(String runId, String function, List<String> parameters, List<String> outputs) {
        SweepDefinition definition = new SweepDefinition(
                function,
                1,
                new RunnerDefinition.Function(function, "1"),
                parameters.stream()
                        .map(name -> new Parameter(name, ColumnType.DOUBLE, new ValueSource.Constant(1.0), null))
                        .toList(),
                List.of(new Block("all", new Block.Product(parameters.subList(0, 1)), null, Map.of())),
                Map.of(),
                null,
                outputs.stream()
                        .map(name -> new OutputDefinition(name, "", null, null))
                        .toList(),
                new Limits(timeout, null, 1 << 20, 1 << 20),
                FailurePolicy.NONE,
                execution,
                List.of());
        List<Column> columns = parameters.stream()
                .map(name -> new Column(name, ColumnType.DOUBLE))
                .toList();
        return RunSetup.of(runId, root, 1, SweepJson.write(definition), columns);
    }

    private static Case caseOf(long id, Object... values) {
        return new Case(id, "k".repeat(32), "all", values);
    }

    /** Runs the function {@code inside} in a partition of its own. */
    private void inside(ExecutorRuntime on, int partition, double... x) throws Exception {
        TaskAttempt.run(
                on,
                setup("inside", "inside", List.of("x"), List.of("y")),
                new TaskId(partition, 0, 0, "1", "host"),
                IntStream.range(0, x.length)
                        .mapToObj(i -> caseOf(100L * partition + i, x[i]))
                        .iterator(),
                this::tally,
                () -> false);
    }

    private String message(long caseId) throws Exception {
        return durable().stream()
                .filter(row -> row.theCase().id() == caseId)
                .map(row -> Objects.requireNonNull(row.errorMessage()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("ENG-14")
    void run_oneCase_isComputedByTwoWorkers() throws Exception {
        inside(start(2), 0, 0);

        assertThat(outcomes()).containsExactly(Map.entry(0L, "2.0"));
    }

    @Test
    @Tag("ENG-14")
    void run_elementThatFails_isTheCasesFailureUnwrapped() throws Exception {
        inside(start(2), 0, 4, 1);

        assertThat(outcomes()).isEqualTo(Map.of(0L, "error", 1L, "5.0"));
        assertThat(message(0))
                .startsWith("java.lang.ArithmeticException: / by zero")
                .contains("InsideFunction");
    }

    @Test
    @Tag("ENG-14")
    void run_elementThatNeverEnds_isTimedOutWithItsCase() throws Exception {
        timeout = Duration.ofSeconds(2);
        grace = Duration.ofSeconds(30);
        ExecutorRuntime started = start(2);
        inside(started, 0, 5, 1, 9);

        assertThat(outcomes())
                .containsEntry(0L, "timeout")
                .containsEntry(1L, "5.0")
                .hasSize(3);
        assertThat(started.engine().statistics())
                .allSatisfy(worker -> assertThat(worker.stuck()).isZero());
    }

    @Test
    @Tag("ENG-14")
    void run_contextOnAThreadOfTheModel_isRefused() throws Exception {
        inside(start(2), 0, 6);

        assertThat(message(0))
                .contains("IllegalStateException: Cannot open a scope on")
                .contains("runs no step");
    }

    @Test
    @Tag("ENG-09")
    void run_scratchMemoryOfAnEarlierCase_isAnErrorOfTheLaterOne() throws Exception {
        inside(start(1), 0, 1, 2, 1, 3, 1);

        assertThat(outcomes()).isEqualTo(Map.of(0L, "5.0", 1L, "error", 2L, "5.0", 3L, "error", 4L, "5.0"));
        assertThat(message(1)).contains("Scratch memory was used after the end of its case");
        assertThat(message(3)).contains("Cannot take 2147483647 doubles of scratch memory");
    }

    @Test
    @Tag("ENG-14")
    @Tag("RTC-10")
    void run_withoutWorkers_hasTheSameSumsAndTimeouts() throws Exception {
        timeout = Duration.ofSeconds(2);
        try (ExecutorRuntime workers = start(3)) {
            inside(workers, 0, 7, 100, 1_001);
        }
        inside(start(0), 1, 7, 100, 1_001, 5, 4);

        Map<Long, String> outcomes = outcomes();
        for (long id = 0; id < 3; id++) {
            assertThat(outcomes.get(100 + id)).isEqualTo(outcomes.get(id));
        }
        assertThat(outcomes).containsEntry(103L, "timeout").containsEntry(104L, "error");
    }

    @Test
    @Tag("ENG-09")
    @Tag("ENG-14")
    @Tag("ENG-25")
    void run_ladders_giveTheSameTableOnAnyNumberOfWorkers() throws Exception {
        Map<Long, List<Double>> alone = ladders(0, 0);

        assertThat(alone).hasSize(40);
        assertThat(Objects.requireNonNull(alone.get(0L)).get(1)).isBetween(0.69e-6, 0.70e-6);
        assertThat(ladders(1, 1)).isEqualTo(alone);
        assertThat(ladders(2, 3)).isEqualTo(alone);
    }

    /** Lines of 1 to 40 sections of 1 kOhm and 1 nF in all, in a partition of their own. */
    private Map<Long, List<Double>> ladders(int partition, int workers) throws Exception {
        try (ExecutorRuntime on = start(workers)) {
            TaskAttempt.run(
                    on,
                    setup(
                            "ladders",
                            "rc-ladder",
                            List.of("r", "c", "sections"),
                            List.of("elmore", "t50", "noise_bandwidth")),
                    new TaskId(partition, 0, 0, "1", "host"),
                    IntStream.range(0, 40)
                            .mapToObj(i -> caseOf(i, 1e3, 1e-9, i + 1.0))
                            .iterator(),
                    this::tally,
                    () -> false);
        }
        return durable().stream()
                .filter(row ->
                        Objects.requireNonNull(row.execution()).placement().partition() == partition)
                .collect(Collectors.toMap(row -> row.theCase().id(), InsideCaseTest::outputs));
    }

    private static List<Double> outputs(StatusRow row) {
        return List.of(row.output(0), row.output(1), row.output(2));
    }
}
