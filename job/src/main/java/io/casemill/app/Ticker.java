package io.casemill.app;

import io.casemill.scatter.Scatter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns the live counts of a run into progress, and watches its failure limit. Used by the driver's thread. */
final class Ticker implements Scatter.Watcher {
    /** Weight of the newest tick in the rate: the last few seconds count. */
    private static final double NEWEST = 0.15;

    private final long reused;
    private final long toRun;
    private final long tolerated;
    private final RunObserver observer;
    private final long began;
    private final LongSupplier nanos;

    private long completed;
    private long failed;
    private long specFailed;
    private long ticked;
    private double rate;

    /**
     * @param reused cases whose earlier result stands
     * @param toRun the others
     * @param tolerated how many may fail
     * @param began when the command began, on that clock
     * @param nanos a monotonic clock in nanoseconds
     */
    Ticker(long reused, long toRun, long tolerated, RunObserver observer, long began, LongSupplier nanos) {
        this.reused = reused;
        this.toRun = toRun;
        this.tolerated = tolerated;
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
        return failed > tolerated ? failed + " cases failed, failure.max allows " + tolerated + " of this sweep" : null;
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
