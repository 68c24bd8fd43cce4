package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CommandLineTester.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private final CommandLineTester tester = new CommandLineTester();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate",
                "plan",
                "run",
                "status",
                "list",
                "failures",
                "show",
                "why",
                "rerun",
                "gather",
                "export",
                "clean",
                "doctor"
            })
    void help_ofEveryCommand_hasSynopsisExamplesAndExitCodes(String command) {
        Result result = tester.run(command, "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("Usage: casemill " + command)
                .contains("\nExamples:\n  casemill " + command + " ".repeat(command.equals("doctor") ? 0 : 1))
                .contains("\nExit codes:\n")
                .contains("130   interrupted");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 160);
    }

    @Test
    void help_groupsCommandsInTheOrderOfUse() {
        assertThat(tester.run("--help").out()).isEqualTo("""
                        TO BE FILLED
                        """);
    }

    @Test
    void version_namesCasemillAndJava() {
        assertThat(tester.run("--version").out()).startsWith("casemill ").contains("\nJava ");
        assertThat(tester.run("--version").code()).isZero();
    }

    @Test
    void unknownCommand_isSuggestedAndExitsTwo() {
        Result result = tester.run("statsu", "runs/x");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("statsu").contains("casemill status");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void unknownOption_isSuggestedAndExitsTwo() {
        Result result = tester.run("run", "a.yaml", "--alow-failures");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--allow-failures").contains("See casemill run --help");
    }

    @Test
    void noCommand_exitsTwo() {
        Result result = tester.run();

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Missing command").contains("See casemill --help");
    }
}
