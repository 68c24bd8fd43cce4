package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.sweep.InputFile;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunnerSectionsTest {
    private static final String NGSPICE = """
            name: test
            runner: {ngspice: {netlist: main.cir, measures: [vmax]}}
            parameters: {r: [1k, 2k]}
            """;
    private static final String COMMAND = """
            name: test
            runner:
              command:
                argv: [python3, prog.py, in.txt, "${n}"]
                files: {in.txt: in.tmpl, data/x.bin: x.bin}
                env: {THREADS: 1, NAME: "x"}
                outputs:
                  a: {regex: 'a=(\\d+)'}
                  b: {json: /r/b, file: out.json}
                  c: {csv: {column: s, row: first}}
                  d: {csv: {column: s}}
                  e: {key: e}
                success: {exit: [0, 3]}
                keep: all
            parameters: {r: [1k, 2k], n: [1, 2]}
            """;

    private final Path outside;
    private final SweepFixture fixture;

    RunnerSectionsTest(@TempDir Path outside) throws IOException {
        this.outside = outside;
        this.fixture = new SweepFixture(Files.createDirectory(outside.resolve("sweep")));
    }

    private static List<String> paths(SweepDefinition sweep) {
        return sweep.inputs().stream().map(InputFile::path).toList();
    }

    @Test
    void ngspice_includes_areReadOnceWithTheirDigests() {
        fixture.with("main.cir", """
                        .include title.lib is a title
                        .INCLUDE "parts/r c.inc"
                        .inc parts/models.lib ; comment
                        * .include not/there.inc
                        .lib 'parts/corners.lib'
                        + tt
                        .include parts/models.lib
                        .meas tran
                        + VMAX MAX v(out)
                        .end
                        """)
                .with("parts/r c.inc", "R1 a b {r}\n.include deeper/x.inc\n")
                .with("parts/deeper/x.inc", "")
                .with("parts/models.lib", "abc")
                .with("parts/corners.lib", ".lib tt\n.endl\n");
        SweepDefinition sweep = fixture.load(NGSPICE);
        assertThat(sweep.runner())
                .isEqualTo(new RunnerDefinition.Ngspice("main.cir", List.of("vmax"), Keep.FAILED, "ngspice", null));
        assertThat(paths(sweep))
                .containsExactly(
                        "main.cir", "parts/r c.inc", "parts/models.lib", "parts/corners.lib", "parts/deeper/x.inc");
        assertThat(sweep.inputs().get(2))
                .isEqualTo(new InputFile(
                        "parts/models.lib",
                        fixture.folder().resolve("parts/models.lib").toString(),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                        3));
    }

    @Test
    void ngspice_badIncludes_areLocatedInTheNetlist() throws IOException {
        Files.writeString(outside.resolve("secret"), "x");
        Files.createSymbolicLink(fixture.folder().resolve("link.inc"), outside.resolve("secret"));
        fixture.with("main.cir", """
                title
                R1 a b {r}
                  .include gone.inc
                .include /etc/passwd
                .include ../secret
                .include link.inc
                .include ${r}.inc
                .meas tran vmax MAX v(a)
                """);
        assertThat(fixture.problems(NGSPICE))
                .containsExactly(
                        "main.cir:3:3: .include: there is no file 'gone.inc'; correct the name, or put the file there",
                        "main.cir:4:1: .include: the path '/etc/passwd' is absolute or leads out of the sweep's folder;"
                                + " copy the file into the folder and name it relative to the sweep file",
                        "main.cir:5:1: .include: the path '../secret' is absolute or leads out of the sweep's folder;"
                                + " copy the file into the folder and name it relative to the sweep file",
                        "main.cir:6:1: .include: the link 'link.inc' leads out of the sweep's folder; copy the file into"
                                + " the folder",
                        "main.cir:7:1: .include: the included file '${r}.inc' depends on the case; include all of the"
                                + " files and choose by a parameter, or write one sweep for each");
    }

    @Test
    void ngspice_missingMeasurePlaceholderAndParameter_areLocated() {
        fixture.with("main.cir", "t\nR1 a b ${rr}\nC1 a b $${x}\n.meas tran vmx MAX v(a)\n");
        assertThat(fixture.problems(NGSPICE))
                .containsExactly(
                        "sweep.yaml:2:50: runner.ngspice.measures[0]: no .meas in the netlist or its includes is named"
                                + " 'vmax'; did you mean 'vmx'?",
                        "main.cir:2:1: netlist: ${rr} is no parameter and no derived value; did you mean 'r'?; $${rr} is"
                                + " the plain text");
        fixture.with("main.cir", "t\nR1 a b 5\n.meas tran vmax MAX v(a)\n");
        assertThat(fixture.problems(NGSPICE))
                .containsExactly("sweep.yaml:3:17: parameters.r: has no effect: the runner, derive and where do not use"
                        + " r; use it as ${r}, or leave it out");
    }

    @Test
    void ngspice_controlSection_givesMeasuresAndIsCheckedForForeignCode() {
        fixture.with("main.cir", "t\nR1 a b {r}\n.control\nrun\nshell rm -rf x\nlet vmax = 1\nprint vmax\n.endc\n");
        assertThat(fixture.problems(NGSPICE))
                .containsExactly("main.cir:5:1: .control: the command shell runs or loads foreign code; remove it, or"
                        + " write trust: [shell] under runner.ngspice if you know the deck");
        assertThat(fixture.problems(NGSPICE.replace("measures", "trust: [shell], measures")))
                .isEmpty();
    }

    @Test
    void ngspice_missingNetlist_isLocated() {
        assertThat(fixture.problems(NGSPICE))
                .containsExactly("sweep.yaml:2:29: runner.ngspice.netlist: there is no file 'main.cir'; correct the"
                        + " name, or put the file there");
    }

    @Test
    void command_everything_isRead() {
        fixture.with("prog.py", "").with("in.tmpl", "r = ${r}").with("x.bin", "x");
        SweepDefinition sweep = fixture.load(COMMAND);
        assertThat(sweep.runner())
                .isEqualTo(new RunnerDefinition.Command(
                        List.of("python3", "prog.py", "in.txt", "${n}"),
                        Map.of("in.txt", "in.tmpl", "data/x.bin", "x.bin", "prog.py", "prog.py"),
                        Map.of("THREADS", "1", "NAME", "x"),
                        List.of(
                                new Extractor("a", null, new RunnerDefinition.Regex("a=(\\d+)")),
                                new Extractor("b", "out.json", new RunnerDefinition.JsonPointer("/r/b")),
                                new Extractor("c", null, new RunnerDefinition.CsvCell("s", 0)),
                                new Extractor("d", null, new RunnerDefinition.CsvCell("s", -1)),
                                new Extractor("e", null, new RunnerDefinition.KeyValue("e"))),
                        List.of(0, 3),
                        Keep.ALL));
        assertThat(sweep.outputs().stream().map(OutputDefinition::name)).containsExactly("a", "b", "c", "d", "e");
        assertThat(paths(sweep)).containsExactly("in.tmpl", "x.bin", "prog.py");
    }

    @Test
    void command_mistakes_areLocated() {
        fixture.with("prog.py", "").with("in.tmpl", "r = ${r}\n  q = ${q}").with("x.bin", "x");
        String broken = COMMAND.replace("data/x.bin", "../x.bin")
                .replace("x.bin}", "y.bin}")
                .replace("(\\d+)", "\\d+")
                .replace("/r/b", "r/b")
                .replace("NAME", "NA-ME")
                .replace("[0, 3]", "[256]")
                .replace("row: first", "row: -4")
                .replace("keep: all", "keep: some")
                .replace("${n}", "${m}${n}");
        assertThat(fixture.problems(broken))
                .containsExactly(
                        "sweep.yaml:4:38: runner.command.argv[3]: ${m} is no parameter and no derived value; did you mean"
                                + " 'r'?; $${m} is the plain text",
                        "sweep.yaml:5:30: runner.command.files.../x.bin: '../x.bin' is no file below the case's own"
                                + " directory; write a plain relative name such as input.txt",
                        "sweep.yaml:6:23: runner.command.env.NA-ME: 'NA-ME' cannot name a variable; use letters, digits"
                                + " and underscores",
                        "sweep.yaml:8:18: runner.command.outputs.a.regex: the pattern has no group; put brackets around"
                                + " the number: 'stress = (\\S+)'",
                        "sweep.yaml:9:17: runner.command.outputs.b.json: 'r/b' is not a JSON pointer; begin it with a"
                                + " slash: /results/stress",
                        "sweep.yaml:10:33: runner.command.outputs.c.csv.row: must be at least 0, is -4; write a whole"
                                + " number from 0 to 1000000000",
                        "sweep.yaml:13:22: runner.command.success.exit[0]: must be at most 255, is 256; write a whole"
                                + " number from 0 to 255",
                        "sweep.yaml:14:11: runner.command.keep: is 'some'; write none, failed or all",
                        "in.tmpl:2:7: template: ${q} is no parameter and no derived value; did you mean 'r'?; $${q} is"
                                + " the plain text");
    }

    @Test
    void command_missingSource_isLocated() {
        fixture.with("in.tmpl", "");
        assertThat(fixture.problems(COMMAND))
                .contains(
                        "sweep.yaml:5:42: runner.command.files.data/x.bin: there is no file 'x.bin'; correct the name,"
                                + " or put the file there");
    }

    @Test
    void function_wantsTexts_refusesNumbers() {
        String yaml = "name: test\nrunner: {function: label}\nparameters: {t: [x, y]}\n";
        assertThat(fixture.problems(yaml)).isEmpty();
        assertThat(fixture.problems(yaml.replace("[x, y]", "[1, 2]")))
                .containsExactly("sweep.yaml:3:17: parameters.t: holds whole numbers, but label takes a text; put the"
                        + " values in quotes");
    }
}
