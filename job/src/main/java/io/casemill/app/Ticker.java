package io.casemill.app;

import io.casemill.report.Humane;
import io.casemill.scatter.Scatter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns the live counts of a run into progress, and watches its limits. Used by the driver's thread. */
final class Ticker implements Scatter.Watcher {
    /** Weight of the newest tick in the rate: the last few seconds count. */
    private static final double NEWEST = 0.15;

    private final long reused;
    private final long toRun;
    private final Bounds bounds;
    private final RunObserver observer;
    private final long began;
    private final LongSupplier nanos;

    private long completed;
    private long failed;
    private long specFailed;
    private long ticked;
    private double rate;
    private RunSummary.@Nullable Stopped stopped;

    /**
     * When the run is to stop.
     *
     * @param tolerated how many cases may fail
     * @param time how long it may take since the command began, or null
     */
    record Bounds(long tolerated, @Nullable Duration time) {
        /** Never. */
        static final Bounds NONE = new Bounds(Long.MAX_VALUE, null);
    }

    /**
     * @param reused cases whose earlier result stands
     * @param toRun the others
     * @param bounds when to stop
     * @param began when the command began, on that clock
     * @param nanos a monotonic clock in nanoseconds
     */
    Ticker(long reused, long toRun, Bounds bounds, RunObserver observer, long began, LongSupplier nanos) {
        this.reused = reused;
        this.toRun = toRun;
        this.bounds = bounds;
        this.observer = observer;
        this.began = began;
        this.nanos = nanos;
        this.ticked = nanos.getAsLong();
        observer.planned(reused + toRun, reused, toRun);
    }

    @Override
    public @Nullable String tick(long nowCompleted, long nowFailed, long nowSpecFailed) {
        long before = completed + failed;
        // A lost task takes its live counts away; people should not see progress run backwards.
        completed = Math.max(completed, Math.min(nowCompleted, toRun));
        failed = Math.max(failed, Math.min(nowFailed, toRun));
        specFailed = Math.max(specFailed, nowSpecFailed);
        long now = nanos.getAsLong();
        double latest = (completed + failed - before) * 1e9 / Math.max(1, now - ticked);
        rate = before == 0 ? latest : (1 - NEWEST) * rate + NEWEST * latest;
        ticked = now;
        observer.progress(progress());
        stopped = bound();
        return stopped == null ? null : stopped.message();
    }

    private RunSummary.@Nullable Stopped bound() {
        if (failed > bounds.tolerated()) {
            return new RunSummary.Stopped(
                    RunSummary.Reason.FAILURE_LIMIT,
                    failed + " cases failed, failure.max allows " + Humane.count(bounds.tolerated()) + " of "
                            + Humane.count(reused + toRun));
        }
        Duration time = bounds.time();
        return time != null && elapsed().compareTo(time) >= 0
                ? new RunSummary.Stopped(
                        RunSummary.Reason.TIME_LIMIT, "the run reached limits.run_timeout of " + Humane.duration(time))
                : null;
    }

    /** Why the last tick was to stop the run, or null. */
    RunSummary.@Nullable Stopped stopped() {
        return stopped;
    }

    /** No case runs any more: the rate is now that of the whole run, as the summary has it. */
    void finished() {
        rate = meanRate(completed + failed);
        observer.finished(progress());
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - began);
    }

    /** Cases per second of the time that people waited. */
    double meanRate(long executed) {
        return executed * 1e9 / Math.max(1, nanos.getAsLong() - began);
    }

    private Progress progress() {
        return new Progress(reused + toRun, reused, completed, failed, specFailed, rate, elapsed());
    }
}
