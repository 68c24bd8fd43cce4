package io.casemill.app;

import io.casemill.master.MasterTable;
import io.casemill.master.Version;
import io.casemill.master.VersionLog;
import io.casemill.report.TableColumns;
import io.casemill.session.Session;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentName;
import io.casemill.status.Status;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells from the published version alone that a run has nothing to do, so that Spark need not start. */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private static final String SPEC_PASS = TableColumns.SPEC_PASS;
    private static final String ERROR_CLASS = TableColumns.ERROR_CLASS;
    private static final String ERROR_MESSAGE = TableColumns.ERROR_MESSAGE;
    private static final String SESSION_ID = TableColumns.SESSION_ID;

    private Standing() {}

    /**
     * The summary of the version that stands, when it is of this very definition and leaves nothing to run; otherwise null.
     *
     * @param began when the command began, on the nano clock
     */
    static @Nullable RunSummary of(RunRequest request, RunFile run, SweepDefinition definition, long began)
            throws IOException {
        if (run.definition() == null || request.rerun() == Rerun.ALL) {
            return null;
        }
        Optional<MasterTable> table = MasterTable.latest(run.store());
        if (table.isEmpty()) {
            return null;
        }
        Version version = table.get().version();
        boolean settled = count(version, Status.PENDING) == 0
                && (count(version, Status.FAILED) == 0 || request.rerun() == Rerun.MISSING);
        // A later driver that never published may have left rows behind.
        boolean newest = run.store().folders(SegmentName.ROOT).stream()
                .allMatch(folder ->
                        (SegmentName.ROOT + "/" + folder).compareTo(SegmentName.folder(version.epoch())) <= 0);
        if (!settled
                || !newest
                || run.forced() > version.epoch()
                || !version.sweepDigest().equals(RunFile.digest(definition))) {
            return null;
        }
        refreshHints(run);
        return summary(table.get(), run, definition, began);
    }

    /** A driver may have died after it published and before it said where. */
    private static void refreshHints(RunFile run) {
        try {
            new VersionLog(run.store()).refreshHints();
        } catch (IOException e) {
            LOG.warn("The table stands; its hints could not be refreshed: {}", e.toString());
        }
    }

    private static @Nullable RunSummary summary(MasterTable table, RunFile run, SweepDefinition definition, long began)
            throws IOException {
        long passed = 0;
        long missed = 0;
        // Messages are long; only after a forced run do they matter.
        List<String> columns = run.forced() > 0
                ? List.of(SPEC_PASS, ERROR_CLASS, SESSION_ID, ERROR_MESSAGE)
                : List.of(SPEC_PASS, ERROR_CLASS);
        try (MasterTable.Scan scan = table.scan(columns)) {
            while (scan.next()) {
                RowReader row = scan.at();
                if (ErrorClass.CORRUPTED.id().equals(row.text(row.columns().position(ERROR_CLASS)))
                        || isMissed(row, run.forced())) {
                    return null;
                }
                if (row.value(row.columns().position(SPEC_PASS)) instanceof Boolean judged) {
                    passed += judged ? 1 : 0;
                    missed += judged ? 0 : 1;
                }
            }
        }
        Version version = table.version();
        return new RunSummary(
                definition.name(),
                run.directory(),
                version.number(),
                run.table(version),
                version.rows(),
                count(version, Status.COMPLETED),
                count(version, Status.FAILED),
                0,
                version.rows(),
                0,
                passed,
                missed,
                Duration.ofNanos(System.nanoTime() - began),
                0,
                null,
                null,
                null,
                null);
    }

    /** Whether a run that was to run everything again has not reached this row yet. */
    private static boolean isMissed(RowReader row, int forced) {
        if (forced == 0) {
            return false;
        }
        String sessionId = row.text(row.columns().position(SESSION_ID));
        boolean older = sessionId != null && Session.epochOf(sessionId) < forced;
        // It completed, and yet there is something to say: it stands for a timeout of the forced run.
        boolean standsInstead = row.text(row.columns().position(ERROR_CLASS)) == null
                && row.text(row.columns().position(ERROR_MESSAGE)) != null;
        return older && !standsInstead;
    }

    private static long count(Version version, Status status) {
        return version.counts().getOrDefault(status.id(), 0L);
    }
}
