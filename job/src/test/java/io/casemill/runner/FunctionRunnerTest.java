package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.runner.Outcome.Cancelled;
import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseInput;
import io.casemill.udfs.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FunctionRunnerTest {
    private interface Body {
        void evaluate(CaseInput in, double[] out) throws Exception;
    }

    private static final class Fake implements CaseFunction {
        private final Body body;
        private int opened;
        private int closed;

        Fake(Body body) {
            this.body = body;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public List<Argument> arguments() {
            return List.of(Argument.required("x", ""), Argument.optional("gain", "", 3), Argument.text("label"));
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output("a", ""), new Output("b", ""));
        }

        @Override
        public Model open() {
            opened++;
            return new Model() {
                @Override
                public void evaluate(CaseInput in, double[] out) throws Exception {
                    body.evaluate(in, out);
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    private CaseContext context = new TestCases.Context(Duration.ofSeconds(30), Path.of("none"), Path.of("none"));

    @BeforeEach
    void interruptFlagIsClear() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private static Runner open(
            @Nullable CaseFunction function, String version, List<String> outputs, String... columns) {
        return Runners.open(
                TestCases.sweep(new RunnerDefinition.Function("fake", version), Limits.DEFAULT, outputs),
                TestCases.columns(columns),
                name -> function,
                new Supervisor());
    }

    private static Runner open(CaseFunction function) {
        return open(function, "1", List.of("a", "b"), "x", "label");
    }

    private Outcome run(Body body, @Nullable Object... values) {
        try (Runner runner = open(new Fake(body))) {
            return runner.run(TestCases.of(5, values), context);
        }
    }

    private Failed fails(Body body, @Nullable Object... values) {
        return (Failed) run(body, values);
    }

    @Test
    void run_valuesByPosition_convertedAndNominalFilledIn() {
        Outcome outcome = run(
                (in, out) -> {
                    out[0] = in.number(0) * in.number(1) + in.caseId();
                    out[1] = Double.parseDouble(in.text(2));
                },
                2L,
                7.0);
        assertThat(((Completed) outcome).outputs()).containsExactly(11, 7);
    }

    @Test
    void run_outputsInOtherOrder_arePutInColumnOrder() {
        Runner runner = open(
                new Fake((in, out) -> {
                    out[0] = 1;
                    out[1] = 2;
                }),
                "1",
                List.of("b", "a"),
                "label",
                "x");
        assertThat(((Completed) runner.run(TestCases.of(0, "t", true), context)).outputs())
                .containsExactly(2, 1);
    }

    @Test
    void run_nullTextOrNaN_isInvalidInput() {
        Body never = (in, out) -> {
            throw new AssertionError("called");
        };
        assertThat(fails(never, null, "t").errorClass()).isEqualTo(ErrorClass.INVALID_INPUT);
        assertThat(fails(never, "wide", "t").message()).contains("x", "takes a number", "wide");
        assertThat(fails(never, Double.NaN, "t").errorClass()).isEqualTo(ErrorClass.INVALID_INPUT);
    }

    @Test
    void run_outputLeftOutOrInfinite_isInvalidResultWithItsName() {
        Failed leftOut = fails((in, out) -> out[0] = 1, 1.0, "t");
        assertThat(leftOut.errorClass()).isEqualTo(ErrorClass.INVALID_RESULT);
        assertThat(leftOut.message()).contains("Output b", "NaN");
        assertThat(leftOut.outputs()).containsExactly(1, Double.NaN);
        assertThat(fails((in, out) -> out[0] = 1 / 0.0, 1.0, "t").message()).contains("Output a", "Infinity");
    }

    @Test
    @Tag("ENG-17")
    void run_exception_isErrorWithTheModelsFramesOnly() {
        Failed failed = fails(
                (in, out) -> {
                    throw new IllegalStateException("bad\u001b[2J", new ArithmeticException("deep"));
                },
                1.0,
                "t");
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.ERROR);
        assertThat(failed.message())
                .startsWith("java.lang.IllegalStateException: bad\\x1b[2J\n\tat ")
                .contains("caused by java.lang.ArithmeticException: deep")
                .doesNotContain("io.casemill.runner.FunctionRunner.run");
    }

    @Test
    void run_fullStackOrHeap_oneCasePaysAndTheModelIsRenewed() {
        Fake fake = new Fake((in, out) -> {
            if (in.caseId() == 0) {
                endless(1);
            }
            if (in.caseId() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            out[0] = out[1] = 1;
        });
        try (Runner runner = open(fake)) {
            Failed stack = (Failed) runner.run(TestCases.of(0, 1.0, "t"), context);
            assertThat(stack.errorClass()).isEqualTo(ErrorClass.ERROR);
            assertThat(stack.message())
                    .startsWith("java.lang.StackOverflowError")
                    .hasSizeLessThan(4_001);
            assertThat(((Failed) runner.run(TestCases.of(1, 1.0, "t"), context)).message())
                    .startsWith("java.lang.OutOfMemoryError: Java heap space");
            assertThat(runner.run(TestCases.of(2, 1.0, "t"), context)).isInstanceOf(Completed.class);
        }
        assertThat(fake.opened).isEqualTo(3);
        assertThat(fake.closed).isEqualTo(3);
    }

    @SuppressWarnings("InfiniteRecursion") // the fault under test
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @Test
    void run_internalErrorOfTheJvm_isNotTheCases() {
        assertThatThrownBy(() -> run(
                        (in, out) -> {
                            throw new InternalError("vm");
                        },
                        1.0,
                        "t"))
                .isInstanceOf(InternalError.class);
    }

    @Test
    void run_interruptedBeforeTheDeadline_isCancelledWithTheFlagSet() {
        Thread.currentThread().interrupt();
        assertThat(run((in, out) -> new java.util.concurrent.CountDownLatch(1).await(), 1.0, "t"))
                .isInstanceOf(Cancelled.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void run_interruptedAfterTheDeadline_isTimeoutWithTheFlagClear() {
        context = new TestCases.Context(Duration.ZERO, Path.of("none"), Path.of("none"));
        Thread.currentThread().interrupt();
        assertThat(fails((in, out) -> new java.util.concurrent.CountDownLatch(1).await(), 1.0, "t")
                        .errorClass())
                .isEqualTo(ErrorClass.TIMEOUT);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void seed_dependsOnCaseAndSweepOnly() {
        Set<Long> seen = new HashSet<>();
        List<Long> again = new ArrayList<>();
        Runner runner = open(new Fake((in, out) -> {
            again.add(in.seed());
            out[0] = out[1] = seen.add(in.seed()) ? 1 : 0;
        }));
        for (long id = 0; id < 1_000; id++) {
            assertThat(runner.run(TestCases.of(id, 1.0, "t"), context)).isInstanceOf(Completed.class);
        }
        assertThat(seen).hasSize(1_000);
        Outcome rerun = runner.run(TestCases.of(17, 2.0, "u"), context);
        assertThat(rerun).isInstanceOf(Completed.class);
        assertThat(again.get(1_000)).isEqualTo(again.get(17));
    }

    @Test
    void open_mismatch_saysWhatToDo() {
        Fake fake = new Fake((in, out) -> {});
        assertThatThrownBy(() -> open(null, "1", List.of("a"), "x", "label"))
                .hasMessageContaining("Cannot find the function");
        assertThatThrownBy(() -> open(fake, "2", List.of("a"), "x", "label")).hasMessageContaining("planned with 2");
        assertThatThrownBy(() -> open(fake, "1", List.of("q"), "x", "label")).hasMessageContaining("no output q");
        assertThatThrownBy(() -> open(fake, "1", List.of("a"), "x")).hasMessageContaining("argument label");
    }
}
