package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.sweep.Block;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.ExecutionPolicy.Mode;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.FailurePolicy.OnTimeout;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableSource;
import io.casemill.sweep.ValueSource;
import io.casemill.sweep.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepFileTest {
    private final Path folder;

    SweepFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private SweepDefinition load(String yaml, String... overrides) {
        return new SweepFixture(folder).load(yaml, overrides);
    }

    private Parameter parameter(String yaml) {
        return load("name: test\nrunner: {function: noop}\nparameters: {p: " + yaml + "}\n"
                        + "cases: [{block: all, set: {p: 1}}]")
                .parameters()
                .get(0);
    }

    private Parameter free(String yaml) {
        return load("name: test\nrunner: {function: noop}\nparameters: {p: " + yaml + "}")
                .parameters()
                .get(0);
    }

    @Test
    void load_smallestFile_hasDefaults() {
        SweepDefinition sweep = load(SweepFixture.HEAD);
        assertThat(sweep.name()).isEqualTo("test");
        assertThat(sweep.seed()).isZero();
        assertThat(sweep.runner()).isEqualTo(new RunnerDefinition.Function("sum", "1"));
        assertThat(sweep.parameters())
                .containsExactly(
                        new Parameter("a", ColumnType.BIGINT, new ValueSource.Values(List.of(1L, 2L, 3L)), null));
        assertThat(sweep.blocks()).containsExactly(new Block("all", new Block.Product(List.of("a")), null, Map.of()));
        assertThat(sweep.outputs())
                .containsExactly(new OutputDefinition("y", "V", null, null), new OutputDefinition("z", "", null, null));
        assertThat(sweep.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(sweep.failure()).isEqualTo(FailurePolicy.NONE);
        assertThat(sweep.execution()).isEqualTo(ExecutionPolicy.DEFAULT);
        assertThat(sweep.inputs()).isEmpty();
    }

    @Test
    void load_everySection_isRead() {
        SweepDefinition sweep = load("""
                name: full
                seed: -7
                runner: {function: {name: sum}}
                parameters:
                  r: {values: [1k, 2.2k], nominal: 1000}
                  tol: {normal: {mean: 0, sd: 10m, truncate: 3}}
                derive: {a: "r * (1 + tol)", b: r}
                where: "a < 1e6"
                cases:
                  - {block: corners, product: [r], set: {tol: 0}}
                  - {block: mc, sample: {over: [tol], n: 10k}}
                  - {block: points, list: [{r: 5, tol: 0.1}, {tol: 0.2, r: 6}]}
                outputs: {y: {min: 0.9, max: 1.1}, z: {unit: m}}
                limits: {timeout: 90s, memory: 1GB, output: 1MiB, file: 1GiB}
                failure: {max: 5%, retry: [{on: [lost, io], times: 3}]}
                """);
        assertThat(sweep.seed()).isEqualTo(-7);
        assertThat(sweep.parameters())
                .containsExactly(
                        new Parameter("r", ColumnType.DOUBLE, new ValueSource.Values(List.of(1000.0, 2200.0)), 1000.0),
                        new Parameter("tol", ColumnType.DOUBLE, new ValueSource.Normal(0, 0.01, 3.0), null));
        assertThat(sweep.blocks())
                .containsExactly(
                        new Block("corners", new Block.Product(List.of("r")), null, Map.of("tol", 0.0)),
                        new Block("mc", null, new Block.Sample(List.of("tol"), 10_000), Map.of()),
                        new Block(
                                "points",
                                new Block.Listed(List.of("r", "tol"), List.of(List.of(5.0, 0.1), List.of(6.0, 0.2))),
                                null,
                                Map.of()));
        assertThat(sweep.derive()).containsExactly(Map.entry("a", "r * (1 + tol)"), Map.entry("b", "r"));
        assertThat(sweep.where()).isEqualTo("a < 1e6");
        assertThat(sweep.outputs())
                .containsExactly(new OutputDefinition("y", "V", 0.9, 1.1), new OutputDefinition("z", "m", null, null));
        assertThat(sweep.limits()).isEqualTo(new Limits(Duration.ofSeconds(90), 1_000_000_000L, 1L << 20, 1L << 30));
        assertThat(sweep.failure())
                .isEqualTo(new FailurePolicy(
                        0.05, null, List.of(new FailurePolicy.Retry(List.of("lost", "io"), 3)), OnTimeout.FAIL));
        assertThat(Sweep.of(sweep, TableSource.none()).size()).isEqualTo(2 + 10_000 + 2);
    }

    @Test
    @Tag("ENG-15")
    void load_limitsOfPartitionAndRun_areReadBesideTheCases() {
        Limits limits = load(SweepFixture.HEAD + "limits: {timeout: 5s, partition_timeout: 10m, run_timeout: 8h}\n")
                .limits();

        assertThat(limits.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.partitionTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits.runTimeout()).isEqualTo(Duration.ofHours(8));
        assertThat(Limits.DEFAULT.partitionTimeout()).isNull();
        assertThat(Limits.DEFAULT.runTimeout()).isNull();
    }

    @Test
    @Tag("ENG-15")
    void load_onTimeout_retryIsShortForARule() {
        assertThat(failure("{on_timeout: fail}")).isEqualTo(FailurePolicy.NONE);
        assertThat(failure("{on_timeout: cached}"))
                .isEqualTo(new FailurePolicy(null, null, List.of(), OnTimeout.CACHED));
        assertThat(failure("{on_timeout: retry}")).isEqualTo(failure("{retry: [{on: [timeout], times: 1}]}"));
        assertThat(failure("{on_timeout: cached, retry: [{on: [timeout], times: 2}]}")
                        .retriesOf(ErrorClass.TIMEOUT))
                .isEqualTo(2);
    }

    private FailurePolicy failure(String section) {
        return load(SweepFixture.HEAD + "failure: " + section + "\n").failure();
    }

    @Test
    void load_sources_haveTheirTypes() {
        assertThat(parameter("{range: {from: 1, to: 5}}").source()).isEqualTo(new ValueSource.Range(1, 5, 1));
        assertThat(parameter("{range: {from: 1, to: 5}}").type()).isEqualTo(ColumnType.BIGINT);
        assertThat(parameter("{range: {from: 0, to: 1, step: 0.1}}").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(parameter("{linspace: {from: 0, to: 1, num: 3}}").source())
                .isEqualTo(new ValueSource.Linspace(0, 1, 3));
        assertThat(parameter("{logspace: {from: 1n, to: 1u, num: 7}}").source())
                .isEqualTo(new ValueSource.Logspace(1e-9, 1e-6, 7));
        assertThat(parameter("{uniform: {low: -1, high: 1}}").source()).isEqualTo(new ValueSource.Uniform(-1, 1));
        assertThat(parameter("{lognormal: {mu: 0, sigma: 1}}").source()).isEqualTo(new ValueSource.Lognormal(0, 1));
        assertThat(parameter("{triangular: {low: 0, mode: 1, high: 2}}").source())
                .isEqualTo(new ValueSource.Triangular(0, 1, 2));
        assertThat(parameter("{choice: {values: [1, 2.5], weights: [3, 1]}}").source())
                .isEqualTo(new ValueSource.Choice(List.of(1.0, 2.5), List.of(3.0, 1.0)));
        assertThat(parameter("{choice: {values: [1, 2]}}").source())
                .isEqualTo(new ValueSource.Choice(List.of(1L, 2L), List.of(1.0, 1.0)));
    }

    @Test
    void load_yaml12_keepsWhatYaml11WouldTurn() {
        assertThat(free("[no, on, 1:20]").source()).isEqualTo(new ValueSource.Values(List.of("no", "on", "1:20")));
        assertThat(free("[true, false]").type()).isEqualTo(ColumnType.BOOLEAN);
        assertThat(free("[\"1\", \"2\"]").type()).isEqualTo(ColumnType.STRING);
        assertThat(free("[1e6, 2]").source()).isEqualTo(new ValueSource.Values(List.of(1e6, 2.0)));
    }

    @Test
    void load_constants_areTheirOwnNominal() {
        assertThat(free("1k"))
                .isEqualTo(new Parameter("p", ColumnType.DOUBLE, new ValueSource.Constant(1000.0), 1000.0));
        assertThat(free("{nominal: 7}"))
                .isEqualTo(new Parameter("p", ColumnType.BIGINT, new ValueSource.Constant(7L), 7L));
    }

    @Test
    void load_fractionInABlock_widensWholeNumbers() {
        SweepDefinition sweep = load(SweepFixture.HEAD + "  b: 1\ncases: [{block: x, product: [a], set: {b: 0.5}}]");
        assertThat(sweep.parameters().get(1))
                .isEqualTo(new Parameter("b", ColumnType.DOUBLE, new ValueSource.Constant(1.0), 1.0));
    }

    @Test
    void load_aliases_shareValues() {
        SweepDefinition sweep = load("name: test\nrunner: {function: sum}\nparameters: {a: &v [1, 2], b: *v}");
        assertThat(sweep.parameters().get(1).source()).isEqualTo(new ValueSource.Values(List.of(1L, 2L)));
    }

    @Test
    void load_overrides_replaceAndAdd() {
        String yaml = SweepFixture.HEAD + "  b: {nominal: 1, normal: {mean: 0, sd: 1}}\n"
                + "cases:\n  - {block: mc, product: [a], sample: {over: [b], n: 10}}\n  - {block: x, product: [a]}\n";
        SweepDefinition sweep = load(
                yaml,
                "parameters.a=[1k, 2k]",
                "cases.mc.sample.n=50",
                "cases.1.set.b=3",
                "limits.timeout=5s",
                "seed=7",
                "seed=8");
        assertThat(sweep.parameters().get(0).source()).isEqualTo(new ValueSource.Values(List.of(1000.0, 2000.0)));
        assertThat(sweep.blocks().get(0).sample()).isEqualTo(new Block.Sample(List.of("b"), 50));
        assertThat(sweep.blocks().get(1).set()).isEqualTo(Map.of("b", 3.0));
        assertThat(sweep.limits().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(sweep.seed()).isEqualTo(8);
    }

    @Test
    @Tag("SWP-10")
    void execution_isReadFromFileAndOverrides() {
        assertThat(load(SweepFixture.HEAD + "execution: {workers: mixed, partition: 2k}\n")
                        .execution())
                .isEqualTo(new ExecutionPolicy(new Workers.ByLoad(Workers.Load.MIXED), 2_000, Mode.PARALLEL));
        assertThat(load(SweepFixture.HEAD + "execution: {deterministic: true}\n", "execution.workers=3")
                        .execution())
                .isEqualTo(new ExecutionPolicy(
                        new Workers.Fixed(3), ExecutionPolicy.LARGEST_PARTITION, Mode.DETERMINISTIC));
        assertThat(load(SweepFixture.HEAD, "execution.deterministic=true", "execution.inline=true")
                        .execution()
                        .mode())
                .isEqualTo(Mode.INLINE);
    }

    @Test
    void load_overrideBelowAnAlias_leavesTheOtherUseAlone() {
        SweepDefinition sweep = load(
                "name: test\nrunner: {function: sum}\nparameters: {a: &v {values: [1, 2]}, b: *v}",
                "parameters.b.values=[5]");
        assertThat(sweep.parameters().get(0).source()).isEqualTo(new ValueSource.Values(List.of(1L, 2L)));
        assertThat(sweep.parameters().get(1).source()).isEqualTo(new ValueSource.Values(List.of(5L)));
    }
}
