package io.casemill.app;

import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.report.TextTable;
import io.casemill.sweep.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a sweep would run. */
@Command(
        name = "plan",
        header = "Count the cases of a sweep and show the first; run nothing.",
        footer = {
            "  casemill plan lowpass.yaml",
            "  casemill plan lowpass.yaml --sample 20 --where \"r > 1000\"",
            "  casemill plan lowpass.yaml --set cases.1.sample.n=100000"
        })
final class PlanCommand extends Subcommand {
    @Mixin
    private SweepOptions sweep = new SweepOptions();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "5",
            description = "Show the first N cases, 0 to 1000. Default: ${DEFAULT-VALUE}.")
    private int sample;

    PlanCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        if (sample < 0 || sample > 1000) {
            throw misuse("Invalid --sample " + sample + ": must be 0 to 1000");
        }
        RunRequest request = sweep.request(spark.master(), spark.parallelism(), selection.where(), selection.limit());
        PlanView plan;
        try (Sweeps sweeps = wiring().sweeps().get()) {
            plan = sweeps.plan(request, sample);
        }
        print(plan);
        return ExitCode.COMPLETED;
    }

    private void print(PlanView plan) {
        out().println(Inert.line(plan.name()) + ": " + Humane.count(plan.cases(), "case")
                + (plan.points() > plan.cases()
                        ? " of " + Humane.count(plan.points(), "point") + " (the others are filtered out)"
                        : ""));
        out().println("  blocks   "
                + plan.blocks().entrySet().stream()
                        .map(block -> Inert.line(block.getKey()) + " (" + Humane.count(block.getValue()) + ")")
                        .collect(Collectors.joining(", ")));
        out().println("  columns  "
                + plan.columns().stream().map(PlanCommand::column).collect(Collectors.joining(", ")));
        out().println("  outputs  " + plan.outputs().stream().map(Inert::line).collect(Collectors.joining(", ")));
        if (!plan.sample().isEmpty()) {
            out().println();
            List<String> headings = new ArrayList<>(List.of("case_id", "block"));
            plan.columns().forEach(column -> headings.add(column.name()));
            TextTable table = new TextTable(out(), headings, wiring().terminal().width());
            plan.sample().forEach(table::add);
            table.finish();
        }
        out().println();
        out().println("Next: casemill run " + sweep.typed());
        out().flush();
    }

    private static String column(Column column) {
        return Inert.line(column.name()) + " " + column.type().name().toLowerCase(Locale.ROOT);
    }
}
