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
                "doctor",
                "advise",
                "check"
            })
    void help_ofEveryCommand_hasSynopsisExamplesAndExitCodes(String command) {
        Result result = tester.run(command, "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("Usage: casemill " + command)
                .contains("\nExamples:\n  casemill " + command)
                .contains("\nExit codes:\n")
                .contains("130   interrupted");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 160);
    }

    @Test
    void help_groupsCommandsInTheOrderOfUse() {
        assertThat(tester.run("--help").out()).isEqualTo("""
                        Runs very large sweeps of simulation cases and gathers one table to trust.
                        Usage: casemill [-hV] COMMAND

                        Options:
                          -h, --help      Show this help message and exit.
                          -V, --version   Print version information and exit.

                        First, without running anything:
                          validate  Check a sweep file; report every problem with its place.
                          plan      Count the cases of a sweep and show the first; run nothing.
                          doctor    Check what this machine offers: Java, cores, simulators, disk.

                        Try some cases:
                          advise    Run some cases of a sweep and propose workers, chunk and partition size.
                          check     Check that results do not depend on other cases: run some alone, in turn, at once.

                        Run:
                          run       Run a sweep, or what is missing in an existing run directory.
                          gather    Publish the durable rows as a new version; run no case.
                          rerun     Run one case again, here, in the foreground, keeping its files.

                        Look at a run directory:
                          status    Show version, counts, yield, and whether a run is going on.
                          failures  Group the failed cases by error, most frequent first.
                          list      List the cases that meet all the conditions given.
                          show      Show everything known of one case, and how to run it again.
                          why       Say whether the next run would run a case, and why.

                        Hand on and tidy up:
                          export    Write the table as CSV, whole or not at all.
                          clean     Remove old versions and temporary files of dead writers.

                        Exit codes:
                            0   all cases completed, or the command did what it was asked
                            1   cases failed or missed their limits, unless --allow-failures
                            2   invalid input: command line, sweep file or run directory
                            3   stopped by failure.max or by a time limit of the run or its partitions
                            4   storage, cluster, simulator or JVM failure; the rest stays pending
                          130   interrupted; everything finished so far is durable

                        Examples:
                          casemill validate lowpass.yaml       check a sweep file
                          casemill run lowpass.yaml            run it; again, to run what is missing
                          casemill status runs/lowpass         see what happened
                          casemill run --help                  everything about one command
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
