package io.casemill.app;

import io.casemill.report.Digest;
import io.casemill.report.FailureGroups;
import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.report.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a user reads when a run has ended: what happened, where the table is, what to type next. */
final class ClosingSummary {
    private static final int LONGEST_MESSAGE = 100;
    private static final String NOT_MEASURED = "not measured";

    /** Less back-pressure than this is not worth a word. */
    private static final double HELD_UP_SECONDS = 1;

    /** Workers that have no more time left than this lose none to back-pressure: others' cases fill it. */
    private static final double FULLY_BUSY = 0.99;

    private final PrintWriter out;

    ClosingSummary(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param digest the published version, or null when there is none to read
     * @param sweep what was run, as it is to be typed again
     */
    void print(RunSummary summary, @Nullable Digest digest, String sweep) {
        print(headline(summary), summary, digest, sweep);
    }

    /** The same after gathering, which runs nothing. */
    void printGathered(RunSummary summary, @Nullable Digest digest) {
        print(
                Inert.line(summary.name()) + ": gathered " + Humane.count(summary.planned(), "case") + " in "
                        + Humane.duration(summary.elapsed()),
                summary,
                digest,
                "SWEEP");
    }

    private void print(String headline, RunSummary summary, @Nullable Digest digest, String sweep) {
        out.println(headline);
        RunSummary.Stopped stopped = summary.stopped();
        if (stopped != null) {
            out.println("Stopped early: " + Inert.line(stopped.message())
                    + (summary.version() > 0 ? "; finished cases are in the table" : ""));
        }
        if (summary.degraded() != null) {
            out.println("Degraded: " + Inert.line(summary.degraded()));
        }
        out.println();
        line("completed", share(summary.completed(), summary));
        line("failed", share(summary.failed(), summary));
        if (summary.pending() > 0) {
            line("pending", share(summary.pending(), summary));
        }
        if (summary.reused() > 0) {
            line("reused", Humane.count(summary.reused()) + " from earlier runs");
        }
        judged(summary.specPassed(), summary.specFailed());
        if (digest != null) {
            cases(digest);
        }
        engine(summary.engine());
        if (summary.version() > 0) {
            line("table", summary.table() + " (version " + summary.version() + ")");
        }
        if (summary.profile() != null) {
            profile(summary.profile());
        }
        out.println();
        next(summary, sweep);
        out.flush();
    }

    private static String headline(RunSummary summary) {
        String name = Inert.line(summary.name());
        if (summary.executed() == 0 && summary.pending() == 0 && summary.stopped() == null) {
            return name + ": nothing left to run, " + Humane.count(summary.completed()) + " of "
                    + Humane.count(summary.planned(), "case") + " completed earlier";
        }
        return name + ": ran " + Humane.count(summary.executed(), "case") + " in " + Humane.duration(summary.elapsed())
                + " (" + Humane.rate(summary.casesPerSecond()) + ")";
    }

    /** The yield of the judged cases, if any was judged. */
    void judged(long passed, long failed) {
        long judged = passed + failed;
        if (judged > 0) {
            line(
                    "yield",
                    Humane.percent(passed, judged) + " (" + Humane.count(passed) + " of " + Humane.count(judged, "case")
                            + " within limits)");
        }
    }

    /** The slowest cases and the commonest error. */
    void cases(Digest digest) {
        if (!digest.slowest().isEmpty()) {
            line(
                    "slowest",
                    digest.slowest().stream()
                            .map(slow -> "case " + slow.caseId() + " (" + Humane.seconds(slow.seconds()) + ")")
                            .collect(Collectors.joining(", ")));
        }
        FailureGroups.Group commonest = digest.commonest();
        if (commonest != null) {
            line(
                    "commonest",
                    Inert.line(commonest.errorClass()) + ": "
                            + TextTable.cut(Inert.line(commonest.message()), LONGEST_MESSAGE) + " ("
                            + Humane.count(commonest.count(), "case") + ", such as case " + commonest.example() + ")");
        }
    }

    private void profile(ProfileView profile) {
        if (profile.trouble() != null) {
            line("profile", "not made: " + Inert.line(profile.trouble()));
            return;
        }
        line("bottleneck", profile.bottleneck() == null ? NOT_MEASURED : Inert.line(profile.bottleneck()));
        line("speed-up", speedUp(profile));
        line("profile", Inert.line(String.valueOf(profile.page())));
    }

    private static String speedUp(ProfileView profile) {
        if (profile.speedUp() == null || profile.efficiency() == null) {
            return NOT_MEASURED;
        }
        return String.format(
                Locale.ROOT,
                "%.2f against one worker, %s, efficiency %.0f %%",
                profile.speedUp(),
                Humane.count(profile.workers(), "worker") + " ran the cases",
                100 * profile.efficiency());
    }

    /** What the workers did, if they did anything. */
    void engine(@Nullable EngineReport engine) {
        if (engine == null) {
            return;
        }
        String who = engine.workers() == 0 ? "tasks' own threads" : Humane.count(engine.workers(), "worker");
        String workers = who + " on " + Humane.count(engine.executors(), "executor");
        String busy = engine.utilisation() == null ? "" : ", busy " + share(engine.utilisation()) + " of their time";
        String steals = engine.stealEfficiency() == null || engine.steals() == 0
                ? ""
                : "; " + Humane.count(engine.steals(), "steal") + ", " + share(engine.stealEfficiency())
                        + " of searches";
        String lost = engine.lost() == 0 ? "" : "; " + Humane.count(engine.lost(), "worker") + " replaced";
        boolean free = engine.utilisation() == null || engine.utilisation() < FULLY_BUSY;
        String heldUp = !free || engine.heldUpSeconds() < HELD_UP_SECONDS
                ? ""
                : "; waited " + Humane.seconds(engine.heldUpSeconds()) + " for rows to be written";
        line("engine", workers + busy + steals + lost + heldUp);
        EngineReport.Seconds time = engine.runTime();
        if (time != null) {
            line(
                    "per case",
                    "mean " + Humane.seconds(time.mean()) + " of a worker, p50 " + Humane.seconds(time.p50()) + ", p99 "
                            + Humane.seconds(time.p99()) + "; with its files and its row");
        }
    }

    private static String share(double share) {
        return Humane.percent(Math.round(share * 1000), 1000);
    }

    void line(String label, String text) {
        out.printf("  %-10s %s%n", label, text);
    }

    private static String share(long part, RunSummary summary) {
        return Humane.count(part) + (part > 0 ? " (" + Humane.percent(part, summary.planned()) + ")" : "");
    }

    private void next(RunSummary summary, String sweep) {
        String directory = Inert.line(summary.directory());
        String rest = "casemill run " + sweep + " --out " + directory + " runs what is missing";
        RunSummary.Stopped stopped = summary.stopped();
        if (stopped != null && stopped.reason() != RunSummary.Reason.FAILURE_LIMIT) {
            out.println("Next: " + rest + "; casemill status " + directory);
        } else if (summary.failed() > 0) {
            out.println("Next: casemill failures " + directory + (summary.pending() > 0 ? "; " + rest : ""));
        } else if (summary.specFailed() > 0) {
            out.println("Next: casemill list " + directory + " --spec fail");
        } else if (summary.pending() > 0) {
            out.println("Next: " + rest);
        }
        if (summary.version() > 0) {
            openTable(summary.table());
        }
    }

    /** How to open the table elsewhere. */
    void openTable(String table) {
        String shown = Inert.line(table);
        out.println("Open: python3 -c 'import pandas; print(pandas.read_parquet(\"" + shown + "\"))'");
        out.println("  or: duckdb -c \"select * from '" + shown + "/*.parquet'\"");
    }
}
