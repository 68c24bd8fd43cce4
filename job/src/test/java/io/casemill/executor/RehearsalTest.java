package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.runner.Outcome;
import io.casemill.sweep.Block;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Command;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.ValueSource;
import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final List<Column> COLUMNS = List.of(new Column("x", ColumnType.DOUBLE));
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private Duration timeout = Duration.ofMinutes(1);

    private SweepDefinition definition(RunnerDefinition runner) {
        return new SweepDefinition(
                "rehearsed",
                1,
                runner,
                List.of(new Parameter("x", ColumnType.DOUBLE, new ValueSource.Constant(1.0), null)),
                List.of(new Block("all", new Block.Product(List.of("x")), null, Map.of())),
                Map.of(),
                null,
                List.of(new OutputDefinition("y", "", null, null)),
                new Limits(timeout, null, 1 << 20, 1 << 20),
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of());
    }

    private Rehearsal of(Opened opened) throws IOException {
        return Rehearsal.open(
                definition(new RunnerDefinition.Function("f", "1")), COLUMNS, name -> new Planted(opened));
    }

    private static List<Case> cases(double... x) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> new Case(i, "k", "all", new Object[] {x[i]}))
                .toList();
    }

    private static List<Double> outputs(List<Trial> trials) {
        return trials.stream()
                .map(Trial::outcome)
                .map(outcome -> outcome instanceof Outcome.Completed done ? done.outputs()[0] : Double.NaN)
                .toList();
    }

    /** A model that adds up what it is given. */
    private static CaseFunction.Model accumulating() {
        double[] sum = new double[1];
        return (in, out) -> {
            sum[0] += in.number(0);
            out[0] = sum[0];
        };
    }

    @Test
    @Tag("ENG-28")
    void alone_eachCaseHasARunnerOfItsOwn_inTurnTheyShareOne() throws Exception {
        try (Rehearsal rehearsal = of(RehearsalTest::accumulating)) {
            List<Case> cases = cases(1, 2, 3);

            assertThat(outputs(rehearsal.alone(cases))).containsExactly(1.0, 2.0, 3.0);
            assertThat(outputs(rehearsal.inTurn(cases, NO_LIMIT))).containsExactly(1.0, 3.0, 6.0);
        }
    }

    @Test
    @Tag("ENG-28")
    void together_casesRunAtOnce_eachOnARunnerOfItsOwn() throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        try (Rehearsal rehearsal = of(() -> (in, out) -> {
            all.countDown();
            all.await();
            out[0] = in.number(0);
        })) {
            assertThat(outputs(rehearsal.together(cases(1, 2, 3), 3))).containsExactly(1.0, 2.0, 3.0);
        }
    }

    @Test
    @Tag("ENG-26")
    void inTurn_whenTheTimeIsUp_cutsTheCaseAndBeginsNoOther() throws Exception {
        AtomicInteger began = new AtomicInteger();
        try (Rehearsal rehearsal = of(() -> (in, out) -> {
            began.incrementAndGet();
            new CountDownLatch((int) in.number(0)).await();
            out[0] = 1;
        })) {
            List<Trial> trials =
                    rehearsal.inTurn(cases(0, 1, 0), Duration.ofSeconds(2).toNanos());

            assertThat(trials).hasSize(2);
            assertThat(trials.get(0).outcome()).isInstanceOf(Outcome.Completed.class);
            assertThat(trials.get(1).outcome()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(began).hasValue(2);
        }
    }

    @Test
    void inTurn_aCaseBeyondItsOwnLimit_failsOfIt() throws Exception {
        timeout = Duration.ofMillis(100);
        try (Rehearsal rehearsal = of(() -> (in, out) -> new CountDownLatch(1).await())) {
            List<Trial> trials = rehearsal.inTurn(cases(1), NO_LIMIT);

            assertThat(trials.get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT));
        }
    }

    @Test
    void inTurn_interrupted_endsWhatRuns() throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        try (Rehearsal rehearsal = of(() -> (in, out) -> {
            caller.interrupt();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        })) {
            assertThatThrownBy(() -> rehearsal.inTurn(cases(1), NO_LIMIT)).isInstanceOf(InterruptedException.class);
            ended.await();
        }
    }

    @Test
    @Tag("ENG-26")
    void trials_ofAFunction_tellItsCpuTimeAndAllocation() throws Exception {
        try (Rehearsal rehearsal = of(() -> (in, out) -> out[0] = DoubleStream.iterate(1, x -> x + 1)
                .limit(100_000)
                .boxed()
                .toList()
                .size())) {
            Trial trial = rehearsal.inTurn(cases(1), NO_LIMIT).get(0);

            assertThat(trial.cpuNanos()).isPositive().isLessThan(trial.wallNanos() + 50_000_000);
            assertThat(trial.allocatedBytes()).isGreaterThan(100_000 * 16L);
        }
    }

    @Test
    @Tag("ENG-26")
    void trials_ofAProgram_tellTheCpuTimeOfItsProcesses() throws Exception {
        Command loop = new Command(
                List.of("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo y = $i"),
                Map.of(),
                Map.of(),
                List.of(new Extractor("y", null, new KeyValue("y"))),
                List.of(0),
                Keep.NONE);
        try (Rehearsal rehearsal = Rehearsal.open(definition(loop), COLUMNS, name -> null)) {
            Trial trial = rehearsal.inTurn(cases(1), NO_LIMIT).get(0);

            assertThat(outputs(List.of(trial))).containsExactly(200_000.0);
            assertThat(trial.cpuNanos()).isGreaterThanOrEqualTo(10_000_000);
            assertThat(trial.allocatedBytes()).isEqualTo(-1);
        }
    }

    @Test
    void aSweepThatCannotBeRun_isRefusedOnce() throws Exception {
        try (Rehearsal rehearsal =
                Rehearsal.open(definition(new RunnerDefinition.Function("f", "1")), COLUMNS, name -> null)) {
            assertThatThrownBy(() -> rehearsal.alone(cases(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Cannot find the function f");
        }
    }

    private interface Opened {
        CaseFunction.Model open();
    }

    private record Planted(Opened opened) implements CaseFunction {
        @Override
        public String name() {
            return "f";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public List<Argument> arguments() {
            return List.of(Argument.required("x", ""));
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output("y", ""));
        }

        @Override
        public Model open() {
            return opened.open();
        }
    }
}
