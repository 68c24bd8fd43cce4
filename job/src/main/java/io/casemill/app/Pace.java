package io.casemill.app;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets something through once per period. Used by one thread. */
final class Pace {
    private final long period;
    private final LongSupplier nanos;
    private long last;

    /**
     * @param nanos a monotonic clock in nanoseconds
     */
    Pace(Duration period, LongSupplier nanos) {
        this.period = period.toNanos();
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Whether a period has passed since this last said so, at first since it was made. */
    boolean due() {
        long now = nanos.getAsLong();
        if (now - last < period) {
            return false;
        }
        last = now;
        return true;
    }
}
