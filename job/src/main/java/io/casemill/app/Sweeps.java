package io.casemill.app;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs sweeps. Safe for any thread; calls are independent of each other and block until their work is done.
 *
 * <p>Common errors: {@link io.casemill.config.InvalidSweepException} and {@link InvalidInputException} when the user
 * must change something, {@link IOException} when a storage or the cluster failed. Nothing is overwritten in either
 * case. An interrupt of the calling thread ends a run in order: finished cases are durable and the summary says {@link
 * RunSummary.Reason#INTERRUPTED}.
 */
public interface Sweeps extends AutoCloseable {

    /** Runs what the request leaves to run, and publishes the table. */
    RunSummary run(RunRequest request, RunObserver observer) throws IOException;

    /** Plans without running; {@code sample} first cases are shown, at least 0. */
    PlanView plan(RunRequest request, int sample) throws IOException;

    /**
     * Publishes a new version from the durable rows of a run directory; runs no case.
     *
     * @param master the Spark master, or null as in {@link RunRequest}
     */
    RunSummary gather(String directory, @Nullable String master) throws IOException;

    /**
     * Runs one case of a run directory here, without Spark, and keeps its files. The table is not changed.
     *
     * @param output receives what the case prints, line by line
     */
    RerunView rerun(String directory, long caseId, Consumer<String> output) throws IOException;

    /**
     * Runs some cases here, outside of any run, and measures them.
     *
     * @param cases how many, at least 1; they are spread over the sweep
     * @param time no case begins after this, and the one that runs then is cut short
     */
    Pilot pilot(RunRequest request, int cases, Duration time) throws IOException;

    /**
     * Runs some cases here, alone and beside others, outside of any run, and compares.
     *
     * @param cases how many, at least 2; they are spread over the sweep
     */
    Independence check(RunRequest request, int cases) throws IOException;

    /** The same with cases of a run directory, which are compared with their published rows as well. */
    Independence check(String directory, int cases) throws IOException;

    /** Ends what the calls share. Idempotent. */
    @Override
    void close();
}
