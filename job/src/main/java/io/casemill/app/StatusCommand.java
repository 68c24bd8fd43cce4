package io.casemill.app;

import io.casemill.report.Digest;
import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.report.Rows;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Shows the state of a run directory. */
@Command(
        name = "status",
        header = "Show version, counts, yield, and whether a run is going on.",
        footer = {"  casemill status runs/lowpass", "  casemill status hdfs://host/runs/lowpass"})
final class StatusCommand extends DirectoryCommand {
    StatusCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        try (RunDirectory directory = open()) {
            Optional<RunDirectory.Published> published = directory.published();
            ClosingSummary summary = new ClosingSummary(out());
            out().println(Inert.line(directory.location()) + ": "
                    + published
                            .map(version ->
                                    "version " + version.version() + ", " + Humane.count(version.rows(), "case"))
                            .orElse("nothing published yet"));
            Optional<RunDirectory.Owner> owner = directory.owner();
            boolean running = owner.stream().anyMatch(it -> it.state() == RunDirectory.State.RUNNING);
            if (owner.isPresent()) {
                summary.line("run", text(owner.get()));
            }
            if (owner.isPresent() && (running || published.isEmpty())) {
                summary.line(
                        "so far", Humane.count(directory.durable(owner.get().epoch()), "row") + " durable");
            }
            if (published.isEmpty()) {
                out().println();
                out().println(
                                running
                                        ? "The run publishes its table when it ends"
                                        : "Next: casemill gather " + Inert.line(directory())
                                                + " publishes what is durable; casemill run SWEEP --out "
                                                + Inert.line(directory()) + " runs what is missing");
                out().flush();
                return ExitCode.COMPLETED;
            }
            print(directory, published.get(), summary);
        }
        return ExitCode.COMPLETED;
    }

    private void print(RunDirectory directory, RunDirectory.Published published, ClosingSummary summary)
            throws IOException {
        Digest digest;
        try (Rows rows = directory.rows(Digest.COLUMNS)) {
            digest = Digest.of(rows);
        }
        if (published.at() != null) {
            summary.line(
                    "published", published.at().truncatedTo(ChronoUnit.SECONDS) + " by epoch " + published.epoch());
        }
        summary.line("completed", Humane.count(digest.completed()));
        summary.line("failed", Humane.count(digest.failed()));
        summary.line("pending", Humane.count(digest.pending()));
        summary.judged(digest.specPassed(), digest.specFailed());
        summary.cases(digest);
        summary.engine(directory.statistics().orElse(null));
        summary.line("table", Inert.line(published.table()));
        out().println();
        String shown = Inert.line(directory());
        if (digest.failed() > 0) {
            out().println("Next: casemill failures " + shown);
        } else if (digest.specFailed() > 0) {
            out().println("Next: casemill list " + shown + " --spec fail");
        } else if (digest.pending() > 0) {
            out().println("Next: casemill run SWEEP --out " + shown + " runs what is missing");
        }
        summary.openTable(published.table());
        out().flush();
    }

    private static String text(RunDirectory.Owner owner) {
        String who = "epoch " + owner.epoch() + " on " + Inert.line(owner.host())
                + (owner.pid() > 0 ? " (process " + owner.pid() + ")" : "")
                + (owner.since() == null ? "" : " since " + owner.since().truncatedTo(ChronoUnit.SECONDS));
        return switch (owner.state()) {
            case RUNNING -> "running: " + who;
            case ENDED -> "not running; last was " + who;
            case UNKNOWN -> "not known from this host; last was " + who;
        };
    }
}
