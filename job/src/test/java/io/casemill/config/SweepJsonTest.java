package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.Block;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.How;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.ValueSource;
import io.casemill.sweep.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

final class SweepJsonTest {

    @Property(tries = 300)
    void definition_readBack_isEqual(@ForAll("definitions") SweepDefinition definition) throws IOException {
        assertThat(SweepJson.read(SweepJson.write(definition))).isEqualTo(definition);
        assertThat(SweepJson.read(SweepJson.tree(definition))).isEqualTo(definition);
    }

    @Example
    void json_isReadable() {
        assertThat(SweepJson.write(small()).replaceAll("\\s+", ""))
                .contains("\"runner\":{\"kind\":\"function\",\"name\":\"f\",\"version\":\"1\"}")
                .contains("\"source\":{\"kind\":\"values\",\"values\":[1,2]}")
                .contains("\"points\":{\"kind\":\"product\",\"over\":[\"a\"]}")
                .contains("\"timeout\":\"PT10M\"");
    }

    @Example
    void read_ofWhatWasNotWritten_isRefused() {
        String json = SweepJson.write(small());
        assertThatThrownBy(() -> SweepJson.read(json.replace("\"seed\"", "\"sede\": 1, \"seed\"")))
                .hasMessageContaining("sede");
        assertThatThrownBy(() -> SweepJson.read(json.replaceFirst("\"seed\" : 5,", "")))
                .hasMessageContaining("seed");
        assertThatThrownBy(() -> SweepJson.read(json.replace("\"seed\" : 5", "\"seed\" : 5.5")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SweepJson.read(json.replace("\"seed\" : 5", "\"seed\" : \"5\"")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SweepJson.read(json.replace("\"function\"", "\"java\"")))
                .hasMessageContaining("java");
        assertThatThrownBy(() -> SweepJson.read(json + "{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SweepJson.read(json.replace("PT10M", "10m"))).hasMessageContaining("ISO 8601");
    }

    @Example
    @Tag("ENG-29")
    void read_inTwoTasks_givesTheSameInstancesOfNamesAndListedTexts() throws IOException {
        SweepDefinition one = SweepJson.read(SweepJson.write(small()));
        SweepDefinition other = SweepJson.read(SweepJson.write(small()));

        assertThat(other.parameters().get(0).name())
                .isSameAs(one.parameters().get(0).name());
        assertThat(other.blocks().get(0).name()).isSameAs(one.blocks().get(0).name());
        assertThat(other.outputs().get(0).name()).isSameAs(one.outputs().get(0).name());
        assertThat(((RunnerDefinition.Function) other.runner()).name())
                .isSameAs(((RunnerDefinition.Function) one.runner()).name());
    }

    private static SweepDefinition small() {
        return new SweepDefinition(
                "s",
                5,
                new RunnerDefinition.Function("f", "1"),
                List.of(new Parameter("a", ColumnType.BIGINT, new ValueSource.Values(List.of(1L, 2L)), null)),
                List.of(new Block("all", new Block.Product(List.of("a")), null, Map.of())),
                Map.of(),
                null,
                List.of(new OutputDefinition("y", "V", null, 1.0)),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of());
    }

    @Provide
    Arbitrary<SweepDefinition> definitions() {
        Arbitrary<Map<String, String>> derive =
                Arbitraries.maps(texts(), texts()).ofMaxSize(3);
        Arbitrary<List<InputFile>> inputs = Combinators.combine(texts(), Arbitraries.longs())
                .as((text, bytes) -> new InputFile(text, "/" + text, "ab", bytes))
                .list()
                .ofMaxSize(2);
        Arbitrary<Limits> limits = Combinators.combine(
                        Arbitraries.longs().between(1, Long.MAX_VALUE / 2).map(Duration::ofMillis),
                        Arbitraries.longs().injectNull(0.3),
                        Arbitraries.of(Duration.ofHours(1)).injectNull(0.5))
                .as((timeout, memory, longer) -> new Limits(timeout, longer, longer, memory, 1, 2));
        Arbitrary<FailurePolicy> failure = Combinators.combine(
                        numbers().injectNull(0.5),
                        Arbitraries.longs().injectNull(0.5),
                        Arbitraries.of(FailurePolicy.OnTimeout.class))
                .as((fraction, count, onTimeout) -> new FailurePolicy(
                        fraction, count, List.of(new FailurePolicy.Retry(List.of("io"), 3)), onTimeout));
        Arbitrary<List<OutputDefinition>> outputs = Combinators.combine(
                        texts(), numbers().injectNull(0.3))
                .as((name, max) -> new OutputDefinition(name, "V", null, max))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        runners(),
                        parameters().list().ofMaxSize(4),
                        blocks().list().ofMaxSize(3),
                        derive,
                        texts().injectNull(0.5),
                        outputs,
                        limits,
                        Combinators.combine(failure, executions()).as(Policies::new))
                .flatAs((runner, parameters, blocks, derived, where, out, limit, policies) ->
                        inputs.map(files -> new SweepDefinition(
                                "s",
                                7,
                                runner,
                                parameters,
                                blocks,
                                new LinkedHashMap<>(derived),
                                where,
                                out,
                                limit,
                                policies.failure(),
                                policies.execution(),
                                files)));
    }

    private record Policies(FailurePolicy failure, ExecutionPolicy execution) {}

    private static Arbitrary<ExecutionPolicy> executions() {
        Arbitrary<Workers> workers = Arbitraries.oneOf(
                Arbitraries.of(Workers.Load.class).map(Workers.ByLoad::new),
                Arbitraries.integers().between(1, Workers.MOST).map(Workers.Fixed::new));
        return Combinators.combine(
                        workers,
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.of(ExecutionPolicy.Mode.class))
                .as(ExecutionPolicy::new);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(8)
                .filter(text -> text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000));
    }

    private static Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(0.1, 1e300, Double.MIN_VALUE, 5.0));
    }

    private static Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                numbers().map(number -> (Object) number),
                Arbitraries.longs().map(whole -> (Object) whole),
                texts().map(text -> (Object) text),
                Arbitraries.of(true, false).map(flag -> (Object) flag));
    }

    private static Arbitrary<Parameter> parameters() {
        Arbitrary<ValueSource> sources = Arbitraries.oneOf(
                values().list().ofMaxSize(4).map(ValueSource.Values::new),
                values().map(ValueSource.Constant::new),
                numbers().map(number -> new ValueSource.Range(number, 1, 2)),
                numbers().map(number -> new ValueSource.Linspace(number, 1, 2)),
                numbers().map(number -> new ValueSource.Logspace(1, number, 2)),
                numbers().map(number -> new ValueSource.Uniform(number, 1)),
                numbers().injectNull(0.5).map(cut -> new ValueSource.Normal(1, 2, cut)),
                numbers().map(number -> new ValueSource.Lognormal(number, 1)),
                numbers().map(number -> new ValueSource.Triangular(number, 1, 2)),
                values().list().ofMaxSize(3).map(list -> new ValueSource.Choice(list, List.of(1.0))),
                texts().map(text -> new ValueSource.TableColumn(text, "c")));
        return Combinators.combine(texts(), Arbitraries.of(ColumnType.class), sources, values().injectNull(0.5))
                .as(Parameter::new);
    }

    private static Arbitrary<Block> blocks() {
        Arbitrary<Block.Points> points = Arbitraries.oneOf(
                texts().list().ofMaxSize(3).map(Block.Product::new),
                texts().list().ofMaxSize(3).map(Block.Zip::new),
                values().list().ofSize(2).map(row -> new Block.Listed(List.of("a", "b"), List.of(row))),
                Arbitraries.longs().map(rows -> new Block.Table("t.csv", rows)));
        Arbitrary<Block.Sample> samples = Arbitraries.longs().map(n -> new Block.Sample(List.of("x"), n));
        return Combinators.combine(
                        texts(),
                        points.injectNull(0.2),
                        samples.injectNull(0.5),
                        Arbitraries.maps(texts(), values()).ofMaxSize(2))
                .as(Block::new);
    }

    private static Arbitrary<RunnerDefinition> runners() {
        Arbitrary<How> hows = Arbitraries.oneOf(
                texts().map(RunnerDefinition.Regex::new),
                texts().map(RunnerDefinition.JsonPointer::new),
                texts().map(text -> new RunnerDefinition.CsvCell(text, -1)),
                texts().map(RunnerDefinition.KeyValue::new));
        Arbitrary<Extractor> extractors =
                Combinators.combine(texts(), texts().injectNull(0.5), hows).as(Extractor::new);
        return Arbitraries.oneOf(
                texts().map(text -> new RunnerDefinition.Function(text, "1")),
                Combinators.combine(texts(), texts().injectNull(0.5))
                        .as((text, version) ->
                                new RunnerDefinition.Ngspice(text, List.of("vmax"), Keep.NONE, "ngspice", version)),
                Combinators.combine(
                                texts().list().ofMaxSize(3), extractors.list().ofMaxSize(3), Arbitraries.of(Keep.class))
                        .as((argv, outputs, keep) -> new RunnerDefinition.Command(
                                argv, Map.of("a", "b"), Map.of("C", "d"), outputs, List.of(0, 3), keep)));
    }
}
