package io.casemill.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaseKeyTest {
    private static final Parameter A = Sweeps.values("a", 1.0);
    private static final Parameter B = Sweeps.text("b", "x");
    private static final SweepDefinition DEFINITION = definition(List.of(A, B));

    @Test
    void of_isThirtyTwoHexadecimalDigits_andRepeatable() {
        CaseKey key = new CaseKey(DEFINITION);

        String first = key.of(3, row(1.0, "x"));
        key.of(4, row(2.0, "a long text that comes between".repeat(100)));

        assertThat(first).matches("[0-9a-f]{32}");
        assertThat(key.of(3, row(1.0, "x"))).isEqualTo(first);
        assertThat(new CaseKey(DEFINITION).of(3, row(1.0, "x"))).isEqualTo(first);
    }

    /** Pins the format, computed by an independent program: another would make every published run compute its cases again. */
    @Test
    void of_isTheSameInEveryVersion() {
        assertThat(new CaseKey(DEFINITION).of(3, row(1.0, "x"))).isEqualTo("ed5c40039e4efcb19486a97ec8575bc8");
    }

    @Test
    void of_differsWithEveryValueAndTheCase() {
        CaseKey key = new CaseKey(DEFINITION);

        assertThat(new HashSet<>(List.of(
                        key.of(3, row(1.0, "x")),
                        key.of(4, row(1.0, "x")),
                        key.of(3, row(1L, "x")),
                        key.of(3, row(Math.nextUp(1.0), "x")),
                        key.of(3, row(1.0, "y")),
                        key.of(3, row(true, "x")),
                        key.of(3, row(1.0, "")))))
                .hasSize(7);
    }

    @Test
    void of_doesNotDependOnTheOrderOfTheParameters() {
        CaseKey swapped = new CaseKey(definition(List.of(B, A)));

        assertThat(swapped.of(3, row("x", 1.0))).isEqualTo(new CaseKey(DEFINITION).of(3, row(1.0, "x")));
    }

    @Test
    void of_looksAtParametersOnly() {
        CaseKey key = new CaseKey(DEFINITION);

        assertThat(key.of(3, row(1.0, "x", 99.0))).isEqualTo(key.of(3, row(1.0, "x")));
    }

    @Test
    void of_withoutAValue_isRefused() {
        assertThatThrownBy(() -> new CaseKey(DEFINITION).of(3, new Object[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatDecidesResults_changesTheKey() {
        Set<String> keys = new HashSet<>();
        keys.add(keyOf(DEFINITION));
        keys.add(new CaseKey(DEFINITION, "ngspice-39").of(3, row(1.0, "x")));
        keys.add(keyOf(Sweeps.definition(2, List.of(A, B), Sweeps.product("p", "a"))));
        keys.add(keyOf(with(new RunnerDefinition.Function("noop", "2"), List.of())));
        keys.add(keyOf(with(ngspice("a.cir", RunnerDefinition.Keep.NONE), List.of())));
        keys.add(keyOf(with(ngspice("b.cir", RunnerDefinition.Keep.NONE), List.of())));
        keys.add(keyOf(with(command("1"), List.of())));
        keys.add(keyOf(with(command("2"), List.of())));
        keys.add(keyOf(with(Sweeps.NOOP, List.of(input("models.lib", "00")))));
        keys.add(keyOf(with(Sweeps.NOOP, List.of(input("models.lib", "01")))));
        keys.add(keyOf(derived("2 * a")));
        keys.add(keyOf(derived("3 * a")));

        assertThat(keys).hasSize(12);
    }

    @Test
    void whatSelectsOrJudgesCases_leavesTheKey() {
        SweepDefinition other = new SweepDefinition(
                "another-name",
                1,
                Sweeps.NOOP,
                List.of(A, B),
                List.of(Sweeps.product("other", "b", "a")),
                Map.of(),
                "a > 0",
                List.of(new OutputDefinition("zero", "V", 0.0, 1.0)),
                new Limits(Duration.ofSeconds(1), 1L, 1L, 1L),
                new FailurePolicy(0.5, null, List.of(), FailurePolicy.OnTimeout.CACHED),
                new ExecutionPolicy(new Workers.Fixed(7), 10, ExecutionPolicy.Mode.DETERMINISTIC),
                List.of());

        assertThat(keyOf(other)).isEqualTo(keyOf(DEFINITION));
        assertThat(keyOf(with(ngspice("a.cir", RunnerDefinition.Keep.ALL), List.of())))
                .isEqualTo(keyOf(with(ngspice("a.cir", RunnerDefinition.Keep.NONE), List.of())));
    }

    @Test
    void importedTable_leavesTheKey_unlessTheRunnerReadsItToo() {
        Block table = new Block("t", new Block.Table("t.csv", 1), null, Map.of());
        RunnerDefinition reads = new RunnerDefinition.Command(
                List.of("cat", "t.csv"), Map.of(), Map.of(), List.of(), List.of(0), RunnerDefinition.Keep.NONE);

        assertThat(keyOf(Sweeps.definition(1, Sweeps.NOOP, List.of(A, B), List.of(input("t.csv", "00")), table)))
                .isEqualTo(keyOf(DEFINITION));
        assertThat(keyOf(Sweeps.definition(1, reads, List.of(A, B), List.of(input("t.csv", "00")), table)))
                .isNotEqualTo(keyOf(Sweeps.definition(1, reads, List.of(A, B), List.of(input("t.csv", "01")), table)));
    }

    private static String keyOf(SweepDefinition definition) {
        return new CaseKey(definition).of(3, row(1.0, "x"));
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static SweepDefinition definition(List<Parameter> parameters) {
        return Sweeps.definition(1, parameters, Sweeps.product("p", "a"));
    }

    private static SweepDefinition with(RunnerDefinition runner, List<InputFile> inputs) {
        return Sweeps.definition(1, runner, List.of(A, B), inputs, Sweeps.product("p", "a"));
    }

    private static SweepDefinition derived(String expression) {
        return new SweepDefinition(
                "test",
                1,
                Sweeps.NOOP,
                List.of(A, B),
                List.of(Sweeps.product("p", "a")),
                Map.of("d", expression),
                null,
                List.of(),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of());
    }

    private static RunnerDefinition ngspice(String netlist, RunnerDefinition.Keep keep) {
        return new RunnerDefinition.Ngspice(netlist, List.of("vmax"), keep, "ngspice", null);
    }

    private static RunnerDefinition command(String pattern) {
        return new RunnerDefinition.Command(
                List.of("true"),
                Map.of(),
                Map.of(),
                List.of(new RunnerDefinition.Extractor("y", null, new RunnerDefinition.Regex(pattern))),
                List.of(0),
                RunnerDefinition.Keep.NONE);
    }

    private static InputFile input(String path, String digest) {
        return new InputFile(path, "/somewhere/" + path, digest.repeat(32), 1);
    }
}
