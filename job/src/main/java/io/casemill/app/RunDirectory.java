package io.casemill.app;

import io.casemill.report.Rows;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run directory, open for reading. Used by one thread; every method may block on I/O. */
interface RunDirectory extends AutoCloseable {

    /** As the user named it. */
    String location();

    /** The latest published version. */
    Optional<Published> published() throws IOException;

    /** The driver that owns the run, or was the last to. */
    Optional<Owner> owner() throws IOException;

    /** Rows that a driver's workers have made durable, published or not; a case that was tried twice has two. Reads each segment's footer. */
    long durable(long epoch) throws IOException;

    /** What the workers did in the newest turn that ran cases and came to its end. */
    Optional<EngineReport> statistics() throws IOException;

    /**
     * Rows of the latest version. Throws {@link InvalidInputException} with the remedy when nothing was published.
     *
     * @param columns those that will be read, or empty for all
     */
    Rows rows(List<String> columns) throws IOException;

    /** The row of one case of the latest version, if it has one; all columns. */
    Rows row(long caseId) throws IOException;

    /**
     * What {@code why} says of one case.
     *
     * @param sweep the sweep that would run, or null for the one that the directory holds
     */
    Why why(long caseId, @Nullable SweepDefinition sweep) throws IOException;

    /**
     * Removes old versions and temporary files of dead writers.
     *
     * @param keep how many of the latest versions stay, at least 1
     * @return what went, for people
     */
    List<String> clean(int keep) throws IOException;

    /** What {@link #clean} would remove. */
    List<String> stale(int keep) throws IOException;

    @Override
    void close() throws IOException;

    /** Opens run directories. */
    interface Opener {
        /** Throws {@link InvalidInputException} when there is no run directory. */
        RunDirectory open(String location) throws IOException;
    }

    /**
     * A published version.
     *
     * @param version its number, from 1
     * @param epoch the driver that published it
     * @param rows its rows
     * @param at when it was published
     * @param table what a reader opens
     */
    record Published(
            long version, long epoch, long rows, @Nullable Instant at, String table) {}

    /**
     * A driver that owns a run.
     *
     * @param epoch its number, from 1
     * @param host where it runs
     * @param pid its process there, or -1
     * @param since when it took over, or null
     * @param state whether it still runs
     */
    record Owner(
            long epoch, String host, long pid, @Nullable Instant since, State state) {}

    /** Whether a driver runs. */
    enum State {
        RUNNING,
        ENDED,
        /** On another host, from where nobody can tell. */
        UNKNOWN
    }

    /**
     * Why a case would or would not run again.
     *
     * @param reruns whether the next plain run runs it
     * @param reason why, for people
     */
    record Why(boolean reruns, String reason) {}
}
