package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CommandLineTester.Result;
import io.casemill.runner.Outcome;
import io.casemill.sweep.ErrorClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCommandsTest {
    private final CommandLineTester tester = new CommandLineTester();

    @Test
    void list_showsCasesWithTheirValuesAndErrors() {
        Result result = tester.run("list", "runs/x");

        assertThat(result.out()).isEqualTo("""
                        case_id  status     spec_pass     r  vmax  error_class  error_message
                              0  completed  false      4700  1.25
                              1  failed                  -1        timeout      =ran longer than 60 s\\n\\x1b[31mtail
                              2  pending               1e-9                     Execution incomplete

                        3 cases
                        """);
        assertThat(result.code()).isZero();
        assertThat(tester.sweepsMade).hasValue(0);
    }

    @Test
    void list_narrowTerminal_fitsAndNamesHiddenColumns() {
        tester.terminal = new Terminal(40, true);

        Result result = tester.run("list", "runs/x");

        assertThat(result.out().lines().limit(4)).allMatch(line -> line.length() <= 40);
        assertThat(result.out()).contains("Not shown for lack of width: ");
    }

    @Test
    void list_conditions_allHold() {
        assertThat(tester.run("list", "runs/x", "--status", "failed", "--columns", "case_id")
                        .out())
                .isEqualTo("case_id\n      1\n\n1 case\n");
        assertThat(tester.run("list", "runs/x", "--where", "r > 0", "--where", "r<1", "--columns", "case_id")
                        .out())
                .isEqualTo("case_id\n      2\n\n1 case\n");
        assertThat(tester.run("list", "runs/x", "--spec", "fail", "--columns", "case_id")
                        .out())
                .isEqualTo("case_id\n      0\n\n1 case\n");
        assertThat(tester.run("list", "runs/x", "--error-class", "timeout", "--columns", "case_id")
                        .out())
                .isEqualTo("case_id\n      1\n\n1 case\n");
    }

    @Test
    void list_limit_saysThatThereIsMore() {
        assertThat(tester.run("list", "runs/x", "--limit", "2", "--columns", "case_id")
                        .out())
                .isEqualTo("case_id\n      0\n      1\n\nThe first 2 cases; see --limit\n");
    }

    @Test
    void list_csvAndJson_areExact() {
        assertThat(tester.run("list", "runs/x", "--format", "csv", "--columns", "case_id,r,error_message")
                        .out())
                .isEqualTo(String.join(
                        "\r\n",
                        "case_id,r,error_message",
                        "0,4700.0,",
                        "1,-1.0,\"'=ran longer than 60 s\n\u001b[31mtail\"",
                        "2,1.0E-9,Execution incomplete",
                        ""));
        assertThat(tester.run("list", "runs/x", "--format", "json", "--columns", "case_id,r", "--limit", "1")
                        .out())
                .isEqualTo("{\"case_id\":0,\"r\":4700.0}\n");
    }

    @Test
    void list_csvOnATerminal_isInert() {
        tester.terminal = new Terminal(80, true);

        assertThat(tester.run("list", "runs/x", "--format", "csv").out()).doesNotContain("\u001b");
    }

    @Test
    void list_unknownColumn_isRefusedWithTheColumnsThereAre() {
        Result result = tester.run("list", "runs/x", "--where", "rr > 1");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Unknown column \"rr\": the table has case_id, ");
        assertThat(tester.run("list", "runs/x", "--columns", "rr").code()).isEqualTo(2);
        assertThat(tester.run("list", "runs/x", "--status", "done").code()).isEqualTo(2);
    }

    @Test
    void list_valueOfAnotherKind_isRefused() {
        Result result = tester.run("list", "runs/x", "--where", "r > 10u");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Invalid condition on r: \"10u\" is no number");
    }

    @Test
    void failures_groupsAndNamesTheNextCommand() {
        assertThat(tester.run("failures", "runs/x").out()).isEqualTo("""
                        1 failed case of 3, 1 kind of failure

                        cases  error_class  example  message
                            1  timeout            1  =ran longer than 60 s

                        Next: casemill show runs/x 1
                          or: casemill run SWEEP --out runs/x --retry-failed
                        """);
    }

    @Test
    void status_showsVersionOwnerAndCounts() {
        assertThat(tester.run("status", "runs/x").out()).isEqualTo("""
                        runs/x: version 4, 3 cases
                          run        not running; last was epoch 2 on host\\x07 (process 42) since 2026-01-02T03:00:00Z
                          published  2026-01-02T03:04:05Z by epoch 2
                          completed  1
                          failed     1
                          pending    1
                          yield      0 % (0 of 1 case within limits)
                          slowest    case 1 (1 min 00 s), case 0 (500 ms)
                          commonest  timeout: =ran longer than 60 s (1 case, such as case 1)
                          engine     8 workers on 2 executors, busy 96.1 % of their time; 12 steals, 80 % of searches; 1 worker replaced; waited 2.50 s for rows to be written
                          per case   mean 1.20 ms of a worker, p50 1.10 ms, p99 4.30 ms; with its files and its row
                          table      runs/x/master/current

                        Next: casemill failures runs/x
                        Open: python3 -c 'import pandas; print(pandas.read_parquet("runs/x/master/current"))'
                          or: duckdb -c "select * from 'runs/x/master/current/*.parquet'"
                        """);
    }

    @Test
    void status_nothingPublished_saysWhatToDo() {
        tester.directory.published = false;

        assertThat(tester.run("status", "runs/x").out())
                .startsWith("runs/x: nothing published yet\n")
                .contains("so far     2 rows durable\n", "Next: casemill gather runs/x publishes what is durable");
    }

    @Test
    void show_printsEveryValueThatThereIs() {
        assertThat(tester.run("show", "runs/x", "1").out()).isEqualTo("""
                        case_id        1
                        case_key       cd
                        block          mc
                        r              -1.0
                        status         failed
                        error_class    timeout
                        error_message  =ran longer than 60 s
                                       \\x1b[31mtail
                        duration_s     60.0
                        artifacts      cases/1/a0

                        Next: casemill rerun runs/x 1 --local   runs it here and keeps its files
                          or: casemill why runs/x 1              says whether the next run runs it
                        """);
    }

    @Test
    void show_noSuchCase_exitsTwoWithTheRemedy() {
        Result result = tester.run("show", "runs/x", "9");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("casemill: No case 9 in runs/x: casemill list runs/x shows those there are\n");
        assertThat(tester.run("show", "runs/x", "-1").code()).isEqualTo(2);
        assertThat(tester.run("show", "runs/x", "one").code()).isEqualTo(2);
    }

    @Test
    void why_saysTheReason() {
        assertThat(tester.run("why", "runs/x", "2").out()).isEqualTo("Case 2 would run: it has no result yet\n");
    }

    @Test
    void rerun_showsOutputInertAndExitsByTheOutcome() {
        Result completed = tester.run("rerun", "runs/x", "1", "--local");
        tester.sweeps.outcome = Outcome.Failed.of(ErrorClass.TIMEOUT, "ran longer than 60 s");
        Result failed = tester.run("rerun", "runs/x", "1", "--local");

        assertThat(completed.out())
                .isEqualTo("hello\\x1b[31m\nCase 1 completed after 120 ms\n  vmax = 1.5\n  files  /tmp/kept\n");
        assertThat(completed.code()).isZero();
        assertThat(failed.out()).contains("Case 1 failed after 120 ms: timeout\nran longer than 60 s\n");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(tester.run("rerun", "runs/x", "1").code()).isEqualTo(2);
    }

    @Test
    void plan_showsCountsColumnsAndTheFirstCases() {
        assertThat(tester.run("plan", "a.yaml", "--sample", "1").out()).isEqualTo("""
                        lowpass: 21 cases of 30 points (the others are filtered out)
                          blocks   corners (30)
                          columns  r double, fc double
                          outputs  vmax

                        case_id  block       r      fc
                              0  corners  1000  159155

                        Next: casemill run a.yaml
                        """);
    }

    @Test
    void clean_dryRun_removesNothing() {
        assertThat(tester.run("clean", "runs/x", "--dry-run").out())
                .isEqualTo("would remove version 1\n1 thing would be removed\n");
        assertThat(tester.run("clean", "runs/x").out()).isEqualTo("removed version 1\n1 thing removed\n");
        assertThat(tester.run("clean", "runs/x", "--keep", "0").code()).isEqualTo(2);
    }

    @Test
    void export_writesTheTableOnceAndRefusesToOverwrite(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("t.csv");

        assertThat(tester.run("export", "runs/x", "--to", file.toString()).out())
                .isEqualTo(file + ": 3 cases\n");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("case_id,case_key,block,r,vmax,status");
        assertThat(lines.get(2)).startsWith("1,cd,mc,-1.0,,failed,,timeout,\"'=ran longer than 60 s");

        Files.writeString(file, "mine");
        Result refused = tester.run("export", "runs/x", "--to", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(file).hasContent("mine");

        assertThat(tester.run("export", "runs/x", "--to", file.toString(), "--force", "--status", "pending")
                        .out())
                .isEqualTo(file + ": 1 case\n");
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void doctor_exitsZeroUnlessALineFails() {
        Result result = tester.run("doctor", "--out", System.getProperty("java.io.tmpdir"));

        assertThat(result.out())
                .contains("Java", "cores", "topology", "affinity", "memory", "ngspice", "python3", "output");
        assertThat(result.code()).isZero();
        assertThat(tester.run("doctor", "--out", "/proc/self/status/x").code()).isEqualTo(4);
    }
}
