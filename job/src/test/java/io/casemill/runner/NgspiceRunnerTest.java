package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("ngspice")
@Timeout(30)
class NgspiceRunnerTest {
    private static final String RC = """
            RC low pass
            .param r=1k c=100n
            V1 in 0 PULSE(0 1 0 1n 1n 1 2)
            R1 in out {r}
            C1 out 0 {c}
            .tran 1u 1m
            .meas tran Vmax MAX v(out)
            .meas tran trise TRIG v(out) VAL=0.1 RISE=1 TARG v(out) VAL=0.9 RISE=1
            .end
            """;

    private final Path folder;

    private final Supervisor supervisor = new Supervisor();
    private final TestCases cases;

    NgspiceRunnerTest(@TempDir Path folder) {
        this.folder = folder;
        cases = new TestCases(folder);
    }

    @BeforeAll
    static void ngspiceIsHere() {
        boolean here = NgspiceVersion.ask("ngspice").isPresent();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(here).as("ngspice is required when CI=true").isTrue();
        }
        assumeTrue(here, "ngspice is not installed (Debian: apt-get install ngspice)");
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    private static SweepDefinition sweep(String netlist, List<String> measures, String... inputs) {
        Ngspice definition = new Ngspice(netlist, measures, Keep.NONE, "ngspice", null);
        return TestCases.sweep(definition, Limits.DEFAULT, measures, inputs);
    }

    private Outcome run(SweepDefinition sweep, List<Column> columns, CaseContext context, @Nullable Object... values) {
        try (Runner runner = Runners.open(sweep, columns, name -> null, supervisor)) {
            return runner.run(TestCases.of(0, values), context);
        }
    }

    private Outcome run(String deck, List<String> measures, List<Column> columns, @Nullable Object... values)
            throws IOException {
        cases.input("deck.cir", deck);
        return run(sweep("deck.cir", measures, "deck.cir"), columns, cases.context(), values);
    }

    private Failed fails(String deck, String... measures) throws IOException {
        Outcome outcome = run(deck, List.of(measures), TestCases.columns("r"), 1000.0);
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    private static double[] outputs(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Completed.class);
        return ((Completed) outcome).outputs();
    }

    @Test
    void run_rcLowPass_valuesOverrideTheDecks() throws IOException {
        double[] found = outputs(run(RC, List.of("trise", "vmax"), TestCases.columns("r", "c"), 2200.0, 10e-9));
        double exact = Math.log(9) * 2200 * 10e-9;
        assertThat(found[0]).isCloseTo(exact, within(exact * 2e-3));
        assertThat(found[1]).isCloseTo(1, within(1e-3));
    }

    @Test
    void run_declarationsInIncludesListsAndContinuations_areOverriddenWithWhatDependsOnThem() throws IOException {
        cases.input("models/m.inc", ".param r=1\n+ c = 5  tau='r*c'\n.PARAM G=${gain}\n");
        cases.input("sub/deck.cir", """
                Title with .param r=77
                .include ../models/m.inc
                .param c=6 late={tau*2}
                V1 a 0 {late}
                V2 b 0 {r*g}
                V3 d 0 {flag}
                R1 a b 1
                R2 b d 1
                .tran 1u 10u
                .meas tran vlate MAX v(a)
                .meas tran vg MAX v(b)
                .meas tran vflag MAX v(d)
                .END
                """);
        List<Column> columns = List.of(
                new Column("r", ColumnType.DOUBLE),
                new Column("c", ColumnType.BIGINT),
                new Column("gain", ColumnType.DOUBLE),
                new Column("flag", ColumnType.BOOLEAN),
                new Column("unused", ColumnType.DOUBLE));
        SweepDefinition sweep = sweep("sub/deck.cir", List.of("vlate", "vg", "vflag"), "sub/deck.cir", "models/m.inc");
        double[] found = outputs(run(sweep, columns, cases.context(), 3.0, 7L, 0.5, true, null));
        assertThat(found).containsExactly(42, 1.5, 1);
    }

    @Test
    void run_controlDeckThatExitsOne_completesByItsResults() throws IOException {
        Outcome outcome = run("""
                control section
                V1 in 0 {r}
                R1 in 0 1k
                .control
                tran 1u 10u
                meas tran vmax MAX v(in)
                let vx = v(in)[3] * 2
                print vx
                echo "Gain = $&vx"
                .endc
                .end
                """, List.of("vmax", "vx", "gain"), TestCases.columns("r"), 4.0);
        assertThat(outputs(outcome)).containsExactly(4, 8, 8);
        assertThat(((Completed) outcome).exitCode()).isEqualTo(1);
    }

    @Test
    void run_failedMeasure_isInvalidResultThoughNgspiceExitsZero() throws IOException {
        Failed failed = fails(RC.replace("VAL=0.9", "VAL=1.9"), "vmax", "trise");
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.INVALID_RESULT);
        assertThat(failed.exitCode()).isEqualTo(0);
        assertThat(failed.message()).startsWith("No valid result: trise: the simulator printed no such measure\n");
        assertThat(failed.message()).contains("out of interval");
        assertThat(failed.outputs()[0]).isCloseTo(1, within(1e-3));
        assertThat(failed.outputs()[1]).isNaN();
    }

    @Test
    void run_sourcesInParallelWithDifferentVoltages_isErrorNamingTheSingularMatrix() throws IOException {
        Failed failed = fails("""
                singular
                V1 in 0 1
                V2 in 0 2
                R1 in 0 {r}
                .tran 1u 10u
                .meas tran vmax MAX v(in)
                .end
                """, "vmax");
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.ERROR);
        assertThat(failed.message()).startsWith("Warning: singular matrix:");
        assertThat(failed.message()).contains("simulation(s) aborted");
    }

    @Test
    void run_unknownSubcircuitOrParameter_isErrorInTheSimulatorsWords() throws IOException {
        String deck = "unknown\nV1 in 0 1\nX1 in 0 nosuch\n.tran 1u 10u\n.meas tran vmax MAX v(in)\n.end\n";
        Failed subcircuit = fails(deck, "vmax");
        assertThat(subcircuit.errorClass()).isEqualTo(ErrorClass.ERROR);
        assertThat(subcircuit.message()).startsWith("Error: unknown subckt: x1 in 0 nosuch");
        Failed parameter = fails(deck.replace("X1 in 0 nosuch", "R1 in 0 {nosuch}"), "vmax");
        assertThat(parameter.errorClass()).isEqualTo(ErrorClass.ERROR);
        assertThat(parameter.message()).startsWith("Undefined parameter [nosuch]");
    }

    @Test
    void run_endlessTransient_timesOut() throws IOException {
        cases.input("deck.cir", "endless\nV1 in 0 1\nR1 in 0 1\n.tran 1p 1000\n.meas tran vmax MAX v(in)\n.end\n");
        Outcome outcome =
                run(sweep("deck.cir", List.of("vmax"), "deck.cir"), List.of(), cases.context(Duration.ofMillis(300)));
        assertThat(((Failed) outcome).errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    }

    @Test
    void run_textWithALineBreak_isInvalidInput() throws IOException {
        List<Column> columns = List.of(new Column("corner", ColumnType.STRING));
        Outcome outcome = run(RC, List.of("vmax"), columns, "tt\n.control");
        assertThat(((Failed) outcome).errorClass()).isEqualTo(ErrorClass.INVALID_INPUT);
        assertThat(((Failed) outcome).message()).contains("corner", "line break");
    }

    @Test
    void run_keptCase_hasItsDeckAndLog() throws IOException {
        cases.input("deck.cir", RC);
        Ngspice definition = new Ngspice("deck.cir", List.of("absent"), Keep.FAILED, "ngspice", null);
        TestCases.Context context = cases.context();
        run(
                TestCases.sweep(definition, Limits.DEFAULT, List.of("absent"), "deck.cir"),
                TestCases.columns("r"),
                context,
                5.0);
        assertThat(context.scratch().resolve("stdout.log")).content().contains("trise");
        assertThat(context.scratch().resolve("deck.cir")).content().contains(".param r=5\n.end");
        assertThat(Files.readString(folder.resolve("inputs/deck.cir"))).isEqualTo(RC);
    }

    @Test
    void run_anotherVersionThanPlanned_isUnavailable() throws IOException {
        cases.input("deck.cir", RC);
        Ngspice definition = new Ngspice("deck.cir", List.of("vmax"), Keep.NONE, "ngspice", "ngspice-1");
        Outcome outcome = run(
                TestCases.sweep(definition, Limits.DEFAULT, List.of("vmax"), "deck.cir"), List.of(), cases.context());
        assertThat(((Failed) outcome).errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(((Failed) outcome).message()).contains("planned with ngspice-1");
    }
}
