package io.casemill.app;

import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.runner.Outcome;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one case in the foreground. */
@Command(
        name = "rerun",
        header = "Run one case again, here, in the foreground, keeping its files.",
        description = {"", "The table is not changed. What the case printed is shown."},
        footer = {"  casemill rerun runs/lowpass 17 --local"})
final class RerunCommand extends CaseCommand {
    @Option(
            names = "--local",
            description = "On this machine, without Spark. It must be said: a case may take all of the machine.")
    private boolean local;

    RerunCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        if (!local) {
            throw misuse("Missing --local: a case runs again only here, in the foreground");
        }
        RerunView view;
        try (Sweeps sweeps = wiring().sweeps().get()) {
            view = sweeps.rerun(directory(), caseId(), line -> {
                out().println(Inert.line(line));
                out().flush();
            });
        }
        Outcome outcome = view.outcome();
        int code = print(view, outcome);
        if (!view.directory().isEmpty()) {
            out().println("  files  " + Inert.line(view.directory()));
        }
        out().flush();
        return code;
    }

    private int print(RerunView view, Outcome outcome) {
        String took = " after " + Humane.seconds(view.elapsed().toNanos() / 1e9);
        if (outcome instanceof Outcome.Completed completed) {
            out().println("Case " + view.caseId() + " completed" + took);
            outputs(view, completed.outputs());
            return ExitCode.COMPLETED;
        }
        if (outcome instanceof Outcome.Failed failed) {
            out().println("Case " + view.caseId() + " failed" + took + ": "
                    + failed.errorClass().id());
            out().println(Inert.block(failed.message().strip()));
            outputs(view, failed.outputs());
            return ExitCode.FAILED;
        }
        out().println("Case " + view.caseId() + " was interrupted" + took);
        return ExitCode.INTERRUPTED;
    }

    private void outputs(RerunView view, double[] outputs) {
        for (int i = 0; i < Math.min(outputs.length, view.outputs().size()); i++) {
            out().println("  " + Inert.line(view.outputs().get(i)) + " = " + outputs[i]);
        }
    }
}
