package io.casemill.app;

import io.casemill.report.Humane;
import io.casemill.report.Inert;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes what nobody needs. */
@Command(
        name = "clean",
        header = "Remove old versions and temporary files of dead writers.",
        description = {"", "Durable rows and the latest versions stay, so that nothing has to run again."},
        footer = {"  casemill clean runs/lowpass --dry-run", "  casemill clean runs/lowpass --keep 1"})
final class CleanCommand extends DirectoryCommand {
    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            description = "Versions that stay, the latest, at least 1. Default: ${DEFAULT-VALUE}.")
    private int keep;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    CleanCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        if (keep < 1) {
            throw misuse("Invalid --keep " + keep + ": must be at least 1, because the latest version is the table");
        }
        try (RunDirectory directory = open()) {
            List<String> gone = dryRun ? directory.stale(keep) : directory.clean(keep);
            gone.forEach(each -> out().println((dryRun ? "would remove " : "removed ") + Inert.line(each)));
            out().println(
                            gone.isEmpty()
                                    ? "Nothing to remove"
                                    : Humane.count(gone.size(), "thing") + (dryRun ? " would be removed" : " removed"));
            out().flush();
        }
        return ExitCode.COMPLETED;
    }
}
