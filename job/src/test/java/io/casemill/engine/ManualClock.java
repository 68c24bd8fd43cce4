package io.casemill.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A time that moves only when a test says so. One thread, the monitor's, parks on it. */
final class ManualClock implements Clock {

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong parks = new AtomicLong();
    private final AtomicLong callsToTrap = new AtomicLong();
    private volatile Runnable trap = () -> {};
    private volatile @Nullable Thread sleeper;
    private volatile long parkedUntil = NEVER;

    @Override
    public long nanoTime() {
        if (Thread.currentThread().getName().contains("-worker-") && callsToTrap.getAndDecrement() == 1) {
            trap.run();
        }
        return now.get();
    }

    @Override
    public void parkUntil(long moment) {
        sleeper = Thread.currentThread();
        parks.incrementAndGet();
        parkedUntil = moment;
        if (moment > now.get()) {
            LockSupport.park(this);
        }
    }

    /** Lets time pass. The sleeper wakes when its moment has come, not otherwise. */
    void advance(Duration duration) {
        if (now.addAndGet(duration.toNanos()) >= parkedUntil) {
            LockSupport.unpark(sleeper);
        }
    }

    /** Runs something on the worker that is the n-th to ask for the time from now on. */
    void onCallByWorker(long n, Runnable act) {
        trap = act;
        callsToTrap.set(n);
    }

    long parks() {
        return parks.get();
    }
}
