package io.casemill.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A time that moves only when a test says so. One thread, the monitor's, parks on it. */
final class ManualClock implements Clock {

    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean poisoned = new AtomicBoolean();
    private final AtomicLong parks = new AtomicLong();
    private volatile @Nullable Thread sleeper;

    @Override
    public long nanoTime() {
        if (Thread.currentThread().getName().contains("-worker-") && poisoned.getAndSet(false)) {
            throw new IllegalStateException("poisoned clock");
        }
        return now.get();
    }

    @Override
    public void parkUntil(long moment) {
        sleeper = Thread.currentThread();
        parks.incrementAndGet();
        if (moment > now.get()) {
            LockSupport.park(this);
        }
    }

    void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
        LockSupport.unpark(sleeper);
    }

    /** Makes the next call by a worker throw. */
    void poison() {
        poisoned.set(true);
    }

    long parks() {
        return parks.get();
    }
}
