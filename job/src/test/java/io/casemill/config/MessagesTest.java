package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read when a sweep file is wrong: every message whole, with its place. */
final class MessagesTest {
    private static final String HEAD = SweepFixture.HEAD;

    private final Path folder;

    MessagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void fiveMistakes_giveFiveMessages() {
        assertThat(new SweepFixture(folder).problems("""
                                        name: Five mistakes
                                        sede: 42
                                        runner: {function: rc-lowpas}
                                        parameters:
                                          c: {logspace: {from: 1n, to: 1u, num: 0}}
                                        limits: {timeout: 60}
                                        """))
                .containsExactly(
                        "sweep.yaml:1:7: name: 'Five mistakes' cannot name a sweep; start with a lower-case letter, then"
                                + " lower-case letters, digits and hyphens, at most 64 characters",
                        "sweep.yaml:2:1: sede: the key is not known; did you mean 'seed'?",
                        "sweep.yaml:3:20: runner.function: there is no function 'rc-lowpas'; did you mean 'rc-lowpass'?",
                        "sweep.yaml:5:41: parameters.c.logspace.num: must be at least 1, is 0; write a whole number from 1"
                                + " to 1000000000",
                        "sweep.yaml:6:19: limits.timeout: must be a duration, is 60; write a positive one like 500ms, 60s,"
                                + " 10m or 2h");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("seed: 5\n", "sweep.yaml:1:1: the key name is missing; write name: lowpass-tolerance"),
                Arguments.of("[]", "sweep.yaml:1:1: must be a mapping, is a list; write it with the keys"),
                Arguments.of(
                        HEAD + "  a: [4]\n",
                        "sweep.yaml:5:3: parameters.a: the key stands here a second time, first on line 4;"),
                Arguments.of(
                        HEAD + "  A: 4\n", "sweep.yaml:5:3: parameters.A: the parameter 'A' meets the parameter 'a';"),
                Arguments.of(
                        HEAD + "  Status: 4\n", "sweep.yaml:5:3: parameters.Status: 'Status' is a column of every"),
                Arguments.of(HEAD + "  _b: 4\n", "sweep.yaml:5:3: parameters._b: '_b' cannot name a column;"),
                Arguments.of(HEAD + "  bé: 4\n", "sweep.yaml:5:3: parameters.bé: 'bé' cannot name a column;"),
                Arguments.of(
                        HEAD + "  Y: 4\n", "sweep.yaml:2:20: runner.function: the output 'y' meets the parameter 'Y';"),
                Arguments.of(
                        HEAD + "  c: 4\n",
                        "sweep.yaml:5:6: parameters.c: has no effect: the runner, derive and where do"),
                Arguments.of(
                        HEAD + "  b: [1, x]\n",
                        "sweep.yaml:5:10: parameters.b[1]: mixes with values of another type: 'x'"),
                Arguments.of(
                        HEAD + "  b: [.nan]\n",
                        "sweep.yaml:5:7: parameters.b[0]: must be a finite decimal number, is .nan;"),
                Arguments.of(
                        HEAD + "  b: [inf]\n",
                        "sweep.yaml:5:7: parameters.b[0]: must be a finite decimal number, is 'inf';"),
                Arguments.of(
                        HEAD + "  b: [1e999]\n", "sweep.yaml:5:7: parameters.b[0]: is too large for a number: 1e999;"),
                Arguments.of(HEAD + "  b: []\n", "sweep.yaml:5:6: parameters.b: the list is empty; write the values"),
                Arguments.of(HEAD + "  b:\n", "sweep.yaml:5:5: parameters.b: must be a single value, is empty;"),
                Arguments.of(
                        HEAD + "  b: {values: [1], range: {from: 1, to: 2}}\n",
                        "sweep.yaml:5:20: parameters.b.range: excludes values,"),
                Arguments.of(
                        HEAD + "  b: {valeus: [1]}\n",
                        "sweep.yaml:5:7: parameters.b.valeus: the key is not known; did you mean 'values'?"),
                Arguments.of(
                        HEAD + "  b: {range: {from: 1, to: 5, step: -1}}\n",
                        "sweep.yaml:5:37: parameters.b.range.step: steps of -1.0 never lead"),
                Arguments.of(
                        HEAD + "  b: {logspace: {from: -9, to: 1, num: 3}}\n",
                        "sweep.yaml:5:24: parameters.b.logspace.from: must be positive, is -9.0;"),
                Arguments.of(
                        HEAD + "  b: {linspace: {from: 0, to: 1, num: 1}}\n",
                        "sweep.yaml:5:39: parameters.b.linspace.num: one value cannot be both"),
                Arguments.of(
                        HEAD + "  b: {uniform: {low: 1, high: 1}}\n",
                        "sweep.yaml:5:16: parameters.b.uniform: low 1.0 must be below high 1.0;"),
                Arguments.of(
                        HEAD + "  b: {normal: {mean: 1, sd: 0}}\n",
                        "sweep.yaml:5:29: parameters.b.normal.sd: the standard deviation must be positive,"),
                Arguments.of(
                        HEAD + "  b: {choice: {values: [1, 2], weights: [1]}}\n",
                        "sweep.yaml:5:41: parameters.b.choice.weights: there are 1 weights for 2"),
                Arguments.of(
                        HEAD + "  b: {normal: {mean: 1, sd: 1}}\n",
                        "sweep.yaml:1:1: cases is missing, but b can only be sampled;"),
                Arguments.of(
                        HEAD + "  b: {values: [1, 2], nominal: x}\n",
                        "sweep.yaml:5:32: parameters.b.nominal: is 'x', but b holds whole numbers;"),
                Arguments.of(
                        HEAD + "cases: [{block: x}]\n",
                        "sweep.yaml:5:9: cases[0]: block x gives a no value; name it in product,"),
                Arguments.of(
                        HEAD + "cases: [{product: [a]}]\n",
                        "sweep.yaml:5:9: cases[0]: the key block is missing; write block: a name"),
                Arguments.of(
                        HEAD + "cases: [{block: x/y, product: [a]}]\n",
                        "sweep.yaml:5:17: cases[0].block: 'x/y' cannot name a block;"),
                Arguments.of(
                        HEAD + "cases: [{block: x, product: [a]}, {block: X, product: [a]}]\n",
                        "sweep.yaml:5:43: cases[1].block: there is a block 'x' already;"),
                Arguments.of(
                        HEAD + "cases: [{block: x, product: [aa]}]\n",
                        "sweep.yaml:5:30: cases[0].product[0]: 'aa' is no parameter; did you mean 'a'?"),
                Arguments.of(
                        HEAD + "cases: [{block: x, product: [a, a]}]\n",
                        "sweep.yaml:5:33: cases[0].product[1]: a is named twice;"),
                Arguments.of(
                        HEAD + "cases: [{block: x, product: [a], zip: [a]}]\n",
                        "sweep.yaml:5:34: cases[0].zip: excludes product, which is there too;"),
                Arguments.of(
                        HEAD + "cases: [{block: x, product: [a], set: {a: 1}}]\n",
                        "sweep.yaml:5:34: cases[0].set: a is varied by the block too;"),
                Arguments.of(
                        HEAD + "cases: [{block: x, sample: {over: [a], n: 5}}]\n",
                        "sweep.yaml:5:36: cases[0].sample.over[0]: a has no distribution"),
                Arguments.of(
                        HEAD + "cases: [{block: x, list: [{a: 1}, {b: 1}]}]\n",
                        "sweep.yaml:5:35: cases[0].list[1]: has no a;"),
                Arguments.of(
                        HEAD + "cases: [{block: x, list: [{a: text}]}]\n",
                        "sweep.yaml:5:31: cases[0].list[0].a: is 'text', but a holds whole numbers;"),
                Arguments.of(
                        HEAD + "  b: [1, 2]\ncases: [{block: x, zip: [a, b]}]\n",
                        "sweep.yaml:6:25: cases[0].zip: the numbers of values differ: a has 3, b has 2;"),
                Arguments.of(HEAD + "derive: {d: \"\"}\n", "sweep.yaml:5:13: derive.d: is empty;"),
                Arguments.of(
                        HEAD + "where: true\n",
                        "sweep.yaml:5:8: where: must be a text, is true; if it is meant as text,"),
                Arguments.of(
                        HEAD + "outputs: {x: {min: 1}}\n",
                        "sweep.yaml:5:11: outputs.x: the runner gives no output 'x';"),
                Arguments.of(
                        HEAD + "outputs: {y: {min: 2, max: 1}}\n",
                        "sweep.yaml:5:28: outputs.y.max: max 1.0 is below min 2.0;"),
                Arguments.of(
                        HEAD + "outputs: {y: {min: \"2\"}}\n",
                        "sweep.yaml:5:20: outputs.y.min: must be a number, is the text '2'; write it without quotes"),
                Arguments.of(HEAD + "limits: {memory: 5}\n", "sweep.yaml:5:18: limits.memory: must be a size, is 5;"),
                Arguments.of(
                        HEAD + "failure: {max: -1}\n",
                        "sweep.yaml:5:16: failure.max: must be a percentage or a number of cases, is -1;"),
                Arguments.of(
                        HEAD + "limits: {run_timeout: 1000000h}\n",
                        "sweep.yaml:5:23: limits.run_timeout: is longer than a hundred years: '1000000h'; write a shorter"),
                Arguments.of(
                        HEAD + "failure: {on_timeout: retyr}\n",
                        "sweep.yaml:5:23: failure.on_timeout: 'retyr' is none of fail, retry, cached; did you mean 'retry'?"),
                Arguments.of(
                        HEAD + "failure: {retry: [{on: [timeout], times: 2}], on_timeout: retry}\n",
                        "sweep.yaml:5:59: failure.on_timeout: failure.retry has a rule on timeout too; keep one of them;"),
                Arguments.of(
                        HEAD + "failure: {retry: [{on: [lots], times: 1}]}\n",
                        "sweep.yaml:5:25: failure.retry[0].on[0]: 'lots' is no error class; did you mean 'lost'?"),
                Arguments.of(
                        HEAD + "execution: {workers: lots}\n",
                        "sweep.yaml:5:22: execution.workers: must be a kind of load or a number of workers, is 'lots';"
                                + " write cpu, memory, io, mixed, or a number from 1 to 4096"),
                Arguments.of(
                        HEAD + "execution: {partition: 0}\n",
                        "sweep.yaml:5:24: execution.partition: must be at least 1, is 0;"),
                Arguments.of(
                        HEAD + "execution: {deterministic: 1}\n",
                        "sweep.yaml:5:28: execution.deterministic: must be true or false, is 1;"),
                Arguments.of(HEAD.replace("function: sum", "{}"), "sweep.yaml:2:10: "),
                Arguments.of(
                        HEAD.replace("{function: sum}", "{}"),
                        "sweep.yaml:2:9: runner: none of the keys function, command, ngspice is there;"),
                Arguments.of(
                        HEAD.replace("  a:", "  b:"),
                        "sweep.yaml:2:20: runner.function: the argument a of sum is not given; add the parameter a, or derive it"),
                Arguments.of(
                        HEAD.replace("[1, 2, 3]", "[x, y]"),
                        "sweep.yaml:4:6: parameters.a: holds texts, but sum takes a number;"),
                Arguments.of(
                        "name: a\n---\nname: b\n",
                        "sweep.yaml:2:1: a second document begins; keep one sweep in one file"),
                Arguments.of("name: a\n\tseed: 1\n", "sweep.yaml:2:1: is not YAML: "),
                Arguments.of(
                        "name: !!python/object:x y\n",
                        "sweep.yaml:1:7: the tag tag:yaml.org,2002:python/object:x has no meaning here;"),
                Arguments.of("name: *nothing\n", "sweep.yaml:1:7: the alias *nothing has no anchor;"),
                Arguments.of("a: &a [*a]\n", "sweep.yaml:1:8: the alias *a stands inside its own value;"),
                Arguments.of("", "sweep.yaml:1:1: must be a mapping, is empty;"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake_isLocatedAndHasARemedy(String yaml, String message) {
        List<String> problems = new SweepFixture(folder).problems(yaml);
        assertThat(problems).anySatisfy(problem -> assertThat(problem).startsWith(message));
        assertThat(problems).allSatisfy(problem -> assertThat(problem).contains("; "));
    }

    static Stream<Arguments> overrides() {
        return Stream.of(
                Arguments.of("seed", "--set 1: is 'seed', not PATH=VALUE; write it like seed=7"),
                Arguments.of("seed=x", "--set 1: seed: must be a whole number, is 'x'; write a whole number from"),
                Arguments.of("sede=1", "--set 1: sede: the key is not known; did you mean 'seed'?"),
                Arguments.of(
                        "name.x=1", "--set 1: name.x: leads into name, which is a single value; set name as a whole"),
                Arguments.of("parameters.a.7=1", "--set 1: parameters.a.7: no element '7' in a list of 3;"),
                Arguments.of("parameters.a=[1, x]", "--set 1: parameters.a[1]: mixes with values of another type"),
                Arguments.of("seed=[1", "--set 1: is not YAML: "));
    }

    @ParameterizedTest
    @MethodSource("overrides")
    void override_thatIsWrong_isLocatedByItsNumber(String override, String message) {
        List<String> problems = new SweepFixture(folder).problems(HEAD, override);
        assertThat(problems)
                .hasSize(1)
                .allSatisfy(problem -> assertThat(problem).startsWith(message));
    }

    @Test
    void controlCharacters_areMadeVisible() {
        List<String> problems = new SweepFixture(folder).problems(HEAD + "\"\\e[31m\": 1\n");
        assertThat(problems.get(0)).startsWith("sweep.yaml:5:1: \\u001B[31m: the key is not known;");
    }

    @Test
    void brokenParameter_givesNoSecondMessageWhereItIsUsed() {
        List<String> problems = new SweepFixture(folder)
                .problems(HEAD.replace("[1, 2, 3]", "{values: 5}") + "cases: [{block: x, product: [a]}]\n");
        assertThat(problems)
                .containsExactly(
                        "sweep.yaml:4:15: parameters.a.values: must be a list, is 5; write the values in brackets:"
                                + " [1k, 2.2k, 4.7k]");
    }
}
