package io.casemill.app;

import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says why a case would or would not run again. */
@Command(
        name = "why",
        header = "Say whether the next run would run a case, and why.",
        footer = {"  casemill why runs/lowpass 17", "  casemill why runs/lowpass 17 --sweep lowpass.yaml"})
final class WhyCommand extends CaseCommand {
    @Option(
            names = "--sweep",
            paramLabel = "SWEEP",
            description = "Sweep file that would run. Default: the sweep that the directory holds.")
    private @Nullable Path sweep;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Replace a value of the sweep file, as in run. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    WhyCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        try (RunDirectory directory = open()) {
            RunDirectory.Why why = directory.why(caseId(), definition());
            out().println("Case " + caseId() + (why.reruns() ? " would run: " : " would not run again: ")
                    + why.reason());
            out().flush();
        }
        return ExitCode.COMPLETED;
    }

    private @Nullable SweepDefinition definition() {
        if (sweep == null) {
            return null;
        }
        try (SweepLoader loader = new SweepLoader()) {
            return SweepLoader.withSimulator(loader.load(sweep, overrides));
        }
    }
}
