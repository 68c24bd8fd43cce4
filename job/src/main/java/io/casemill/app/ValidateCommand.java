package io.casemill.app;

import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a sweep file. */
@Command(
        name = "validate",
        header = "Check a sweep file; report every problem with its place.",
        description = {"", "The Spark SQL of derive and where is checked by plan, which starts Spark."},
        footer = {"  casemill validate lowpass.yaml", "  casemill validate lowpass.yaml --set cases.1.sample.n=100000"})
final class ValidateCommand extends Subcommand {
    @Mixin
    private SweepOptions sweep = new SweepOptions();

    ValidateCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() {
        try (SweepLoader loader = new SweepLoader()) {
            SweepDefinition definition = loader.load(sweep.file(), sweep.overrides());
            print(definition, size(definition));
        }
        return ExitCode.COMPLETED;
    }

    private static long size(SweepDefinition definition) {
        return Sweep.of(definition, path -> TableFile.open(Reuse.source(definition, path)))
                .size();
    }

    private void print(SweepDefinition definition, long size) {
        String file = Inert.line(sweep.file().toString());
        out().println(file + ": valid, " + Humane.count(size, "case")
                + (definition.where() == null ? "" : " before its where condition"));
        out().println("  name        " + definition.name());
        out().println("  parameters  " + joined(definition.parameters().stream().map(each -> each.name())));
        if (!definition.derive().isEmpty()) {
            out().println("  derived     " + joined(definition.derive().keySet().stream()));
        }
        out().println("  outputs     " + joined(definition.outputs().stream().map(OutputDefinition::name)));
        out().println();
        out().println("Next: casemill plan " + file);
        out().flush();
    }

    private static String joined(Stream<String> names) {
        return names.map(Inert::line).collect(Collectors.joining(", "));
    }
}
