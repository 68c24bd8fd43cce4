package io.casemill.app;

import io.casemill.config.Functions;
import io.casemill.config.SweepFile;
import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableFile;
import io.casemill.udfs.CaseFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
    public Integer call() throws IOException {
        CaseFunctions functions = CaseFunctions.load(ValidateCommand.class.getClassLoader());
        Path work = Files.createTempDirectory("casemill-validate");
        try {
            SweepDefinition definition = SweepFile.load(
                    sweep.file(), sweep.overrides(), new Functions(functions::find, functions.names()), work);
            print(definition, size(definition));
        } finally {
            delete(work);
        }
        return ExitCode.COMPLETED;
    }

    private static long size(SweepDefinition definition) {
        return Sweep.of(
                        definition,
                        path -> TableFile.open(definition.inputs().stream()
                                .filter(input -> input.path().equals(path))
                                .map(input -> Path.of(input.source()))
                                .findFirst()
                                .orElseThrow()))
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

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
