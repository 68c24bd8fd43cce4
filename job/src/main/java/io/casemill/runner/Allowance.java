package io.casemill.runner;

import io.casemill.runner.Outcome.Failed;
import java.time.Duration;

/**
 * The wall time that one case may still use, from the moment its runner began. Tells a time-out from a cancellation:
 * the engine interrupts the worker for both, but only a time-out comes when nothing of the allowance is left.
 */
final class Allowance {
    private final CaseContext context;
    private final Duration granted;
    private final long start = System.nanoTime();

    Allowance(CaseContext context) {
        this.context = context;
        this.granted = context.timeout();
    }

    long elapsedNanos() {
        return System.nanoTime() - start;
    }

    long remainingNanos() {
        return nanos(granted) - elapsedNanos();
    }

    /** Whether an interrupt that arrives now is the engine's time-out. */
    boolean usedUp() {
        return remainingNanos() <= 0 || nanos(context.timeout()) <= 0;
    }

    Failed timedOut() {
        return Failed.timedOut(granted);
    }

    private static long nanos(Duration duration) {
        // A century of nanoseconds fits a long; a longer limit is no limit.
        return duration.toDays() > 36_500 ? Long.MAX_VALUE / 2 : duration.toNanos();
    }
}
