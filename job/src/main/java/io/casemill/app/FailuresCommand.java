package io.casemill.app;

import io.casemill.report.Digest;
import io.casemill.report.FailureGroups;
import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.report.Rows;
import io.casemill.report.TextTable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups failures. */
@Command(
        name = "failures",
        header = "Group the failed cases by error, most frequent first.",
        description = {
            "",
            "Messages are the same when only their numbers (#) and paths (<path>) differ. Each group names the first of"
                    + " its cases."
        },
        footer = {
            "  casemill failures runs/lowpass",
            "  casemill failures runs/lowpass --limit 0",
            "  casemill show runs/lowpass 17      everything about one case of a group"
        })
final class FailuresCommand extends DirectoryCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most N groups; 0 is all (1,000 are told apart). Default: ${DEFAULT-VALUE}.")
    private int limit;

    FailuresCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw misuse("Invalid --limit " + limit + ": must be at least 0, where 0 means all");
        }
        Digest digest;
        try (RunDirectory directory = open();
                Rows rows = directory.rows(Digest.COLUMNS)) {
            digest = Digest.of(rows);
        }
        if (digest.failed() == 0) {
            out().println("No case failed"
                    + (digest.pending() > 0 ? "; " + Humane.count(digest.pending(), "case") + " pending" : "")
                    + (digest.specFailed() > 0
                            ? "; " + Humane.count(digest.specFailed(), "completed case")
                                    + " beyond limits (casemill list " + Inert.line(directory()) + " --spec fail)"
                            : ""));
            out().flush();
            return ExitCode.COMPLETED;
        }
        print(digest);
        return ExitCode.COMPLETED;
    }

    private void print(Digest digest) {
        List<FailureGroups.Group> groups = digest.failures();
        int shown = limit == 0 ? groups.size() : Math.min(limit, groups.size());
        out().println(Humane.count(digest.failed(), "failed case") + " of " + Humane.count(digest.planned()) + ", "
                + Humane.count(groups.size(), "kind") + " of failure");
        out().println();
        TextTable table = new TextTable(
                out(),
                List.of("cases", "error_class", "example", "message"),
                wiring().terminal().width());
        groups.subList(0, shown)
                .forEach(group ->
                        table.add(List.of(group.count(), group.errorClass(), group.example(), group.message())));
        table.finish();
        if (shown < groups.size()) {
            out().println("and " + Humane.count(groups.size() - shown, "more kind") + "; see --limit");
        }
        if (digest.cut() > 0) {
            out().println(Humane.count(digest.cut(), "case") + " came after " + Humane.count(FailureGroups.LIMIT)
                    + " kinds were told apart and are counted under \"" + FailureGroups.OTHER + "\"");
        }
        out().println();
        String directory = Inert.line(directory());
        out().println("Next: casemill show " + directory + " " + groups.get(0).example());
        out().println("  or: casemill run SWEEP --out " + directory + " --retry-failed");
        out().flush();
    }
}
