package io.casemill.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A time that moves only when a test says so. The monitor parks on it, and workers whose scope has a deadline. */
final class ManualClock implements Clock {

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong parks = new AtomicLong();
    private final AtomicLong callsToTrap = new AtomicLong();
    private volatile Runnable trap = () -> {};
    private final Map<Thread, Long> sleepers = new ConcurrentHashMap<>();

    @Override
    public long nanoTime() {
        if (Thread.currentThread().getName().contains("-worker-") && callsToTrap.getAndDecrement() == 1) {
            trap.run();
        }
        return now.get();
    }

    @Override
    public void parkUntil(long moment) {
        sleepers.put(Thread.currentThread(), moment);
        parks.incrementAndGet();
        if (moment > now.get()) {
            LockSupport.park(this);
        }
    }

    /** Lets time pass. A sleeper wakes when its moment has come, not otherwise. True when there was one. */
    boolean advance(Duration duration) {
        long later = now.addAndGet(duration.toNanos());
        boolean woke = false;
        for (Map.Entry<Thread, Long> sleeper : sleepers.entrySet()) {
            if (later >= sleeper.getValue()) {
                LockSupport.unpark(sleeper.getKey());
                woke = true;
            }
        }
        return woke;
    }

    /** Moves on, step by step, until all of the ledger's steps have ended: not before whoever woke has gone back to sleep. */
    @SuppressWarnings("ThreadPriorityCheck") // time passes beside what waits; nothing relies on how fast
    void passUntilEnded(Ledger ledger, Duration step) throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Thread time = new Thread(() -> {
            while (!ended.get()) {
                long before = parks();
                boolean woke = advance(step);
                while (woke && parks() == before && !ended.get()) {
                    Thread.onSpinWait();
                }
            }
        });
        time.start();
        try {
            ledger.awaitOnceEach();
        } finally {
            ended.set(true);
            time.join();
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
