package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import io.casemill.sweep.RunnerDefinition.Command;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import io.casemill.sweep.RunnerDefinition.Regex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunnerTest {
    private final Path folder;

    private final Supervisor supervisor = new Supervisor();
    private final TestCases cases;

    CommandRunnerTest(@TempDir Path folder) {
        this.folder = folder;
        cases = new TestCases(folder);
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    private Outcome run(Command command, Limits limits, Object... values) throws IOException {
        try (Runner runner = TestCases.open(command, limits, supervisor, "w", "label")) {
            return runner.run(TestCases.of(3, values), cases.context());
        }
    }

    private Outcome run(Command command) throws IOException {
        return run(command, TestCases.LIMITS, 2.5, "plain");
    }

    private Failed fails(Command command) throws IOException {
        Outcome outcome = run(command);
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    @Test
    void run_template_valuesReachTheProgramExactly() throws IOException {
        cases.input("input.tmpl", "w=${w}\nname=${label}\n");
        cases.input(
                "read.py", "d=dict(l.strip().split('=') for l in open('sub/in.txt'))\nprint('y =', float(d['w'])*3)\n");
        Command command = TestCases.command(
                List.of("/usr/bin/env", "python3", "-S", "read.py"),
                Map.of("sub/in.txt", "input.tmpl", "read.py", "read.py"),
                new KeyValue("y"));
        Outcome outcome = run(command, TestCases.LIMITS, 0.1, "x");
        assertThat(outcome).isInstanceOf(Completed.class);
        assertThat(((Completed) outcome).outputs()).containsExactly(0.1 * 3);
        assertThat(((Completed) outcome).exitCode()).isEqualTo(0);
    }

    @Test
    void run_argumentsWithShellCharacters_stayOneArgument() throws IOException {
        Command command = TestCases.command(
                List.of("printf", "[%s]\\ny = %s\\n", "${label}", "${w}"), Map.of(), new Regex("\\[(.*)\\]"));
        Failed failed = (Failed) run(command, TestCases.LIMITS, 1.0, "$(id); rm -rf * \"'");
        assertThat(failed.message()).contains("'$(id); rm -rf * \"''");
    }

    @Test
    void run_environment_isCleanAndTheDirectoryIsTheCases() throws IOException {
        Command command = new Command(
                List.of(
                        "sh",
                        "-c",
                        "env; pwd; test \"$HOME\" = \"$PWD\" -a \"$TMPDIR\" = \"$PWD\" && echo y = $OMP_NUM_THREADS; cat"),
                Map.of(),
                Map.of("MODE", "m-${w}"),
                List.of(
                        new Extractor("y", null, new KeyValue("y")),
                        new Extractor("mode", null, new Regex("MODE=m-(.*)"))),
                List.of(0),
                Keep.ALL);
        TestCases.Context context = cases.context();
        try (Runner runner = TestCases.open(command, TestCases.LIMITS, supervisor, "w", "label")) {
            Outcome outcome = runner.run(TestCases.of(0, 4.0, "l"), context);
            assertThat(outcome).isInstanceOf(Completed.class);
            assertThat(((Completed) outcome).outputs()).containsExactly(1, 4);
        }
        List<String> names = Files.readAllLines(context.scratch().resolve("stdout.log")).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "PATH", "HOME", "TMPDIR", "LANG", "OMP_NUM_THREADS", "MODE", "CASEMILL_CASE", "PWD", "y");
    }

    @Test
    void run_exitCodeNotAccepted_isErrorWithTheLogsEndInert() throws IOException {
        Failed failed = fails(TestCases.shell("echo y = 1; printf 'bad \\033[31mred' >&2; exit 3"));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.ERROR);
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.message())
                .startsWith("Ended with exit code 3; expected 0\n")
                .contains("bad \\x1b[31mred");
        assertThat(failed.outputs()).containsExactly(1);
    }

    @Test
    void run_otherAcceptedExitCode_completes() throws IOException {
        Command base = TestCases.shell("echo y = 1; exit 3");
        Command command = new Command(base.argv(), Map.of(), Map.of(), base.outputs(), List.of(0, 3), Keep.NONE);
        assertThat(((Completed) run(command)).exitCode()).isEqualTo(3);
    }

    @Test
    void run_exitZeroWithoutFiniteResults_isInvalidResult() throws IOException {
        for (String script : List.of("true", "echo y = nan", "echo y = -inf", "echo y =", "echo y = 1.5k")) {
            Failed failed = fails(TestCases.shell(script));
            assertThat(failed.errorClass()).as(script).isEqualTo(ErrorClass.INVALID_RESULT);
            assertThat(failed.message()).as(script).startsWith("No valid result: y");
            assertThat(failed.exitCode()).isEqualTo(0);
        }
    }

    @Test
    void run_deathBySignal_isCrashedWithItsName() throws IOException {
        Failed failed = fails(TestCases.shell("echo started; kill -s SEGV $$"));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.CRASHED);
        assertThat(failed.exitCode()).isEqualTo(139);
        assertThat(failed.message()).startsWith("Died of signal 11 (SIGSEGV").contains("started");
    }

    @Test
    void run_floodOfOutput_isDrainedAndStopped() throws IOException {
        Failed failed = fails(TestCases.shell("yes & yes >&2"));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.LIMIT);
        assertThat(failed.message()).startsWith("Printed more than its output limit of 1048576 bytes");
    }

    @Test
    void run_giantFile_isLimit() throws IOException {
        Failed failed = fails(TestCases.shell("exec head -c 9000000 /dev/zero > big"));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.LIMIT);
        assertThat(failed.message()).startsWith("Wrote a file larger than its limit of 1048576 bytes");
    }

    @Test
    void run_moreMemoryThanItMay_isLimit() throws IOException {
        Limits limits = new Limits(Duration.ofSeconds(30), 200L << 20, 1 << 20, 1 << 20);
        Command command = TestCases.command(
                List.of("/usr/bin/env", "python3", "-S", "-c", "x = bytearray(300 << 20)"),
                Map.of(),
                new KeyValue("y"));
        Failed failed = (Failed) run(command, limits, 1.0, "");
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.LIMIT);
        assertThat(failed.message())
                .startsWith("Ran out of its memory limit of 209715200 bytes")
                .contains("MemoryError");
    }

    @Test
    void run_fullScratchDisk_isLimit() throws IOException {
        Failed failed = fails(TestCases.shell("echo x | cat > /dev/full; exit 1"));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.LIMIT);
        assertThat(failed.message()).startsWith("The scratch disk is full");
    }

    @Test
    void run_missingProgram_isUnavailable() throws IOException {
        Failed failed = fails(TestCases.command(List.of("no-such-program"), Map.of(), new KeyValue("y")));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.message()).startsWith("Cannot start the program").contains("no-such-program");
    }

    @Test
    @Tag("ENG-19")
    void run_missingProgramThatTheCaseNames_isTheCasesFault() throws IOException {
        Failed failed = fails(TestCases.command(List.of("no-such-${label}"), Map.of(), new KeyValue("y")));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.INVALID_INPUT);
        assertThat(failed.message()).contains("no-such-plain");
    }

    @Test
    @Tag("ENG-19")
    void run_valuesTooLongForTheSystem_areTheCasesFault() throws IOException {
        Command command = TestCases.command(List.of("true", "${label}"), Map.of(), new KeyValue("y"));
        Failed failed = (Failed) run(command, TestCases.LIMITS, 1.0, "x".repeat(1 << 20));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.INVALID_INPUT);
    }

    @Test
    @Tag("ENG-19")
    void run_inputThatHasGone_isTheHostsFault() throws IOException {
        Command command = TestCases.command(List.of("./tool"), Map.of("tool", "tool"), new KeyValue("y"));
        Failed failed = fails(command);
        assertThat(failed.errorClass().isInfrastructure()).isTrue();
        assertThat(failed.message()).contains("./tool");
    }

    @Test
    void run_templateWithUnknownName_isInvalidInput() throws IOException {
        cases.input("in.tmpl", "${nope}");
        Failed failed = fails(TestCases.command(List.of("true"), Map.of("in", "in.tmpl"), new KeyValue("y")));
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.INVALID_INPUT);
        assertThat(failed.message()).startsWith("in.tmpl: ${nope} is no parameter");
    }

    @Test
    void run_fileNameThatLeavesTheDirectory_isRefused() throws IOException {
        cases.input("a.txt", "x");
        Failed failed = fails(TestCases.command(List.of("true"), Map.of("../evil", "a.txt"), new KeyValue("y")));
        assertThat(failed.message()).contains("leaves its folder");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void check_missingProgram_saysSo() {
        Command command = TestCases.command(List.of("no-such-program"), Map.of(), new KeyValue("y"));
        assertThat(Runners.check(TestCases.sweep(command, Limits.DEFAULT, List.of("y"))))
                .singleElement()
                .asString()
                .contains("no-such-program", "runner.command.argv");
        assertThat(Runners.check(TestCases.sweep(TestCases.shell("true"), Limits.DEFAULT, List.of("y"))))
                .isEmpty();
    }
}
