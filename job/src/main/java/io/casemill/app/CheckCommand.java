package io.casemill.app;

import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks that cases do not depend on each other. */
@Command(
        name = "check",
        header = "Check that results do not depend on other cases: run some alone, in turn, at once.",
        description = {
            "",
            "Pairs of neighbours, spread over the sweep, run alone on a fresh runner, then one after another in plan order and"
                    + " in shuffled order, then several at once: four times each. Any difference is a dependence. With a run"
                    + " directory, the published rows are compared as well. Nothing is recorded. Exits 1 when a result"
                    + " depends on anything but its case."
        },
        footer = {
            "  casemill check beam.yaml",
            "  casemill check beam.yaml --sample 100 --set seed=7",
            "  casemill check runs/beam"
        })
final class CheckCommand extends Subcommand {
    private static final int LONGEST = 60;

    @Parameters(index = "0", paramLabel = "SWEEP|DIR", description = "Sweep file, or the directory of a run.")
    private String target = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Replace a value of the sweep file, as in run. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "20",
            description = "Check N cases, 2 to 1000. Default: ${DEFAULT-VALUE}.")
    private int sample;

    CheckCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        if (sample < 2 || sample > 1000) {
            throw misuse("Invalid --sample " + sample + ": must be 2 to 1000");
        }
        boolean file = isSweepFile();
        if (!file && !overrides.isEmpty()) {
            throw misuse("--set belongs to a sweep file; " + target + " is a run directory, whose sweep is settled");
        }
        return Interruption.guarded(() -> check(file), () -> {});
    }

    private boolean isSweepFile() {
        try {
            return Files.isRegularFile(Path.of(target)) || target.endsWith(".yaml") || target.endsWith(".yml");
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private int check(boolean file) throws IOException {
        Independence found;
        try (Sweeps sweeps = wiring().sweeps().get()) {
            found = file ? sweeps.check(request(), sample) : sweeps.check(target, sample);
        }
        print(found);
        return found.found().isEmpty() ? ExitCode.COMPLETED : ExitCode.FAILED;
    }

    private RunRequest request() {
        return new RunRequest(Path.of(target), overrides, null, null, 0, null, null, Rerun.MISSING);
    }

    private void print(Independence found) {
        int dependent = found.found().size();
        out().println(Inert.line(found.name()) + ": " + Humane.count(found.compared(), "case") + " checked, "
                + (dependent == 0 ? "none depends on others" : Humane.count(dependent) + " not independent"));
        if (found.undecided() > 0) {
            out().println("  " + Humane.count(found.undecided(), "case")
                    + " could not be compared: out of time, or the machine failed them");
        }
        if (dependent > 0) {
            out().println();
            TextTable table = new TextTable(
                    out(),
                    List.of("case_id", "alone", "otherwise", ""),
                    wiring().terminal().width());
            for (Independence.Dependence each : found.found()) {
                table.add(List.of(
                        each.caseId(),
                        TextTable.cut(each.alone(), LONGEST),
                        TextTable.cut(each.otherwise(), LONGEST),
                        each.on().label()));
            }
            table.finish();
            out().println();
            found.found().stream()
                    .map(Independence.Dependence::on)
                    .distinct()
                    .sorted()
                    .forEach(on -> out().println(String.format(Locale.ROOT, "%s: %s", on.label(), remedy(on))));
        }
        out().flush();
    }

    private static String remedy(Independence.On on) {
        return switch (on) {
            case ITSELF ->
                "the result depends on chance, the time, or what outlives a case, such as a static field or a file elsewhere;"
                        + " seed it from a parameter, write inside the case's directory";
            case EARLIER_CASES -> "something is kept from case to case; reset it at the start of each case";
            case CONCURRENT_CASES ->
                "cases disturb each other; let each write in its own directory, share nothing static";
            case THE_RUN ->
                "the row was computed by another program, machine or neighbourhood; run --force computes it" + " again";
        };
    }
}
