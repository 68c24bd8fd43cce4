package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The JSON schema, by which editors complete and check sweep files, agrees with the parser. */
final class SchemaTest {
    private static final Path SCHEMA = Path.of("..", "conf", "sweep.schema.json");
    private static final String HEAD = "name: test\nrunner: {function: sum}\nparameters:\n  a: [1, 2, 3]\n";
    private static final String NGSPICE =
            "name: test\nrunner: {ngspice: {netlist: main.cir, measures: [vmax]}}\nparameters: {r: [1k, 2k]}\n";
    private static final String COMMAND =
            "name: test\nrunner: {command: {argv: [python3, \"${r}\", 5], outputs: {y: {key: y}}}}\nparameters: {r: [1k, 2k]}\n";

    private final SweepFixture fixture;
    private final JsonNode tree;
    private final JsonSchema schema;

    SchemaTest(@TempDir Path folder) throws IOException {
        fixture = new SweepFixture(folder)
                .with("main.cir", "t\nR1 a b {r}\n.meas tran vmax MAX v(a)\n")
                .with("cases.csv", "a\n1\n2\n");
        tree = new ObjectMapper().readTree(Files.readString(SCHEMA));
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);
    }

    private boolean schemaAccepts(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return schema.validate(new ObjectMapper().valueToTree(new Load(settings).loadFromString(yaml)))
                .isEmpty();
    }

    static Stream<String> good() {
        return Stream.of(
                HEAD,
                HEAD + "seed: 0\n",
                HEAD + "seed: 10k\n",
                HEAD.replace("sum}", "{name: sum}}"),
                HEAD + "  b: 5\n",
                HEAD + "  b: 4.7k\n",
                HEAD + "  b: {nominal: 1}\n",
                HEAD + "  b: {values: [1, 2.5, 10n], nominal: 1}\n",
                HEAD + "  b: {range: {from: 0, to: 5}}\n",
                HEAD + "  b: {range: {from: 5, to: 0, step: -1}}\n",
                HEAD + "  b: {linspace: {from: 0, to: 1, num: 5}}\n",
                HEAD + "  b: {logspace: {from: 1n, to: 1uF, num: 1k}}\n",
                HEAD
                        + "  b: {uniform: {low: 0, high: 1}}\ncases: [{block: m, product: [a], sample: {over: [b], n: 1k}}]\n",
                HEAD + "  b: {normal: {mean: 0, sd: 1, truncate: 3}, nominal: 0}\ncases: [{block: m, product: [a]}]\n",
                HEAD + "  b: {lognormal: {mu: 0, sigma: 1}, nominal: 0}\ncases: [{block: m, zip: [a]}]\n",
                HEAD + "  b: {triangular: {low: 0, mode: 1, high: 2}, nominal: 0}\ncases: [{block: m, set: {a: 5}}]\n",
                HEAD
                        + "  b: {choice: {values: [1, 2], weights: [3, 1]}, nominal: 1}\ncases: [{block: m, list: [{a: 1}]}]\n",
                HEAD.replace("[1, 2, 3]", "{table: cases.csv}"),
                HEAD.replace("[1, 2, 3]", "{table: {file: cases.csv, column: a}}")
                        + "cases: [{block: x, table: cases.csv}]\n",
                HEAD + "derive: {d: a * 2}\nwhere: d < 5\n",
                HEAD + "outputs: {y: {unit: V, min: -1m, max: 5}, z: {}}\n",
                HEAD + "limits: {timeout: 500ms, memory: 1GB, output: 64MiB, file: 1kB}\n",
                HEAD + "limits: {timeout: 500ms, partition_timeout: 10m, run_timeout: 8h}\n",
                HEAD + "failure: {max: 5%}\n",
                HEAD + "failure: {on_timeout: fail}\n",
                HEAD + "failure: {on_timeout: retry}\n",
                HEAD + "failure: {on_timeout: cached, max: 5}\n",
                HEAD + "failure: {max: 100, retry: [{on: [lost, io], times: 3}]}\n",
                HEAD + "execution: {}\n",
                HEAD + "execution: {workers: io, partition: 2k, deterministic: false, inline: true}\n",
                HEAD + "execution: {workers: 4096, deterministic: true}\n",
                NGSPICE,
                NGSPICE.replace("netlist", "keep: all, simulator: ngspice, trust: [shell], netlist"),
                COMMAND,
                COMMAND.replace("argv", "env: {A: 1, B: \"x\"}, success: {exit: [0, 1]}, keep: none, argv"),
                COMMAND.replace("{key: y}", "{regex: 'y=(.*)', file: out.txt}"),
                COMMAND.replace("{key: y}", "{json: /a/b}"),
                COMMAND.replace("{key: y}", "{csv: {column: s, row: last}}"),
                COMMAND.replace("{key: y}", "{csv: {column: s, row: 3}}"));
    }

    static Stream<String> badInStructure() {
        return Stream.of(
                "5",
                "[]",
                HEAD.replace("name: test\n", ""),
                HEAD.replace("name: test", "name: Test"),
                HEAD.replace("name: test", "name: 5"),
                HEAD.replace("runner: {function: sum}\n", ""),
                HEAD.replace("{function: sum}", "{}"),
                HEAD.replace("{function: sum}", "{java: sum}"),
                HEAD.replace("sum}", "sum, ngspice: {netlist: main.cir, measures: [vmax]}}"),
                HEAD.replace("{function: sum}", "{function: {}}"),
                HEAD.replace("  a: [1, 2, 3]\n", "  {}\n"),
                HEAD.replace("[1, 2, 3]", "[]"),
                HEAD.replace("[1, 2, 3]", "[[1]]"),
                HEAD.replace("[1, 2, 3]", "{}"),
                HEAD.replace("[1, 2, 3]", ""),
                HEAD.replace("a:", "1a:"),
                HEAD + "seed: x\n",
                HEAD + "sede: 1\n",
                HEAD + "  b: {values: [1], range: {from: 0, to: 1}}\n",
                HEAD + "  b: {range: {from: 0}}\n",
                HEAD + "  b: {range: {from: x, to: 1}}\n",
                HEAD + "  b: {linspace: {from: 0, to: 1}}\n",
                HEAD + "  b: {linspace: {from: 0, to: 1, num: 0}}\n",
                HEAD + "  b: {logspace: {from: 1, to: 2, num: 1.5}}\n",
                HEAD + "  b: {uniform: {low: 0}}\n",
                HEAD + "  b: {normal: {mean: 0}}\n",
                HEAD + "  b: {normal: {mean: 0, sd: 1, sigma: 2}}\n",
                HEAD + "  b: {choice: {weights: [1]}}\n",
                HEAD + "  b: {table: {column: x}}\n",
                HEAD + "cases: []\n",
                HEAD + "cases: {block: a}\n",
                HEAD + "cases: [{product: [a]}]\n",
                HEAD + "cases: [{block: a b, product: [a]}]\n",
                HEAD + "cases: [{block: x, product: [a], zip: [a]}]\n",
                HEAD + "cases: [{block: x, product: a}]\n",
                HEAD + "cases: [{block: x, product: []}]\n",
                HEAD + "cases: [{block: x, list: [{}]}]\n",
                HEAD + "cases: [{block: x, list: [{a: [1]}]}]\n",
                HEAD + "cases: [{block: x, product: [a], sample: {over: [a]}}]\n",
                HEAD + "derive: {d: 5}\n",
                HEAD + "derive: [d]\n",
                HEAD + "where: true\n",
                HEAD + "where: \"\"\n",
                HEAD + "outputs: {y: {minimum: 1}}\n",
                HEAD + "outputs: {y: {min: low}}\n",
                HEAD + "outputs: {y: 5}\n",
                HEAD + "limits: {timeout: 60}\n",
                HEAD + "limits: {memory: 60s}\n",
                HEAD + "limits: {cpu: 1s}\n",
                HEAD + "limits: {run_timeout: 60}\n",
                HEAD + "failure: {on_timeout: always}\n",
                HEAD + "failure: {max: many}\n",
                HEAD + "failure: {max: -1}\n",
                HEAD + "failure: {retry: [{on: [lots], times: 1}]}\n",
                HEAD + "failure: {retry: [{on: [io]}]}\n",
                HEAD + "failure: {retry: {on: [io], times: 1}}\n",
                NGSPICE.replace(", measures: [vmax]", ""),
                HEAD + "execution: 4\n",
                HEAD + "execution: {workers: gpu}\n",
                HEAD + "execution: {workers: 0}\n",
                HEAD + "execution: {workers: 4097}\n",
                HEAD + "execution: {workers: 1.5}\n",
                HEAD + "execution: {partition: 0}\n",
                HEAD + "execution: {deterministic: yes}\n",
                HEAD + "execution: {inline: 1}\n",
                HEAD + "execution: {threads: 4}\n",
                NGSPICE.replace("measures: [vmax]", "measures: []"),
                NGSPICE.replace("netlist: main.cir, ", ""),
                NGSPICE.replace("netlist", "keep: some, netlist"),
                COMMAND.replace("argv: [python3, \"${r}\", 5], ", ""),
                COMMAND.replace("[python3, \"${r}\", 5]", "python3"),
                COMMAND.replace("{key: y}", "{key: y, json: /y}"),
                COMMAND.replace("{key: y}", "{file: y}"),
                COMMAND.replace("{key: y}", "{json: y}"),
                COMMAND.replace("{key: y}", "{csv: {row: 1}}"),
                COMMAND.replace("{key: y}", "{csv: {column: a, row: middle}}"),
                COMMAND.replace("{y: {key: y}}", "{}"),
                COMMAND.replace("argv", "success: {exit: [300]}, argv"),
                COMMAND.replace("argv", "env: {A-B: 1}, argv"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void goodFile_isAcceptedByBoth(String yaml) {
        assertThat(fixture.problems(yaml)).isEmpty();
        assertThat(schemaAccepts(yaml)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badInStructure")
    void structuralMistake_isRefusedByBoth(String yaml) {
        assertThat(fixture.problems(yaml)).isNotEmpty();
        assertThat(schemaAccepts(yaml)).isFalse();
    }

    @Test
    void everyExample_isAcceptedByTheSchema() throws IOException {
        try (Stream<Path> files = Files.walk(SCHEMA.resolveSibling("examples"))) {
            List<Path> sweeps =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(sweeps).hasSizeGreaterThanOrEqualTo(4);
            for (Path sweep : sweeps) {
                assertThat(schemaAccepts(Files.readString(sweep)))
                        .as(sweep.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void keysOfTheParser_areTheKeysOfTheSchema() {
        Map<String, List<String>> parser = new TreeMap<>();
        for (Keys keys : Keys.values()) {
            parser.put(keys.definition(), keys.known().stream().sorted().toList());
        }
        Map<String, List<String>> published = new TreeMap<>();
        tree.get("$defs").properties().forEach(definition -> {
            if (definition.getValue().has("properties")) {
                List<String> keys = new ArrayList<>();
                definition.getValue().get("properties").fieldNames().forEachRemaining(keys::add);
                published.put(definition.getKey(), keys.stream().sorted().toList());
                assertThat(definition.getValue().get("additionalProperties").asBoolean(true))
                        .isFalse();
            }
        });
        assertThat(published).isEqualTo(parser);
    }

    @Test
    void everyKey_isDescribed() {
        tree.get("$defs")
                .properties()
                .forEach(definition -> definition
                        .getValue()
                        .path("properties")
                        .properties()
                        .forEach(key -> {
                            JsonNode target = key.getValue().has("description")
                                    ? key.getValue()
                                    : tree.at(
                                            key.getValue().get("$ref").asText().substring(1));
                            assertThat(target.path("description").asText())
                                    .as(definition.getKey() + "." + key.getKey())
                                    .isNotEmpty();
                        }));
    }
}
