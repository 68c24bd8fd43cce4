package io.casemill.engine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where workers sleep when there is nothing to do, and how they are woken: an event count. A worker that finds nothing searches a
 * little longer, then sleeps; one that is woken searches first of all.
 *
 * <pre>
 *            search                announce             park
 *   working ────────▶ searching ────────────▶ asleep ─────────▶ parked
 *      ▲                 │  ▲                   │  ▲               │
 *      └──── found ──────┘  └───── signal ──────┼──┼───────────────┘
 *      └──────────────── retract ───────────────┘  └── second look
 * </pre>
 *
 * <p><b>No wake-up is lost.</b> A worker announces itself, issues a full fence, looks once more at everything that could be work,
 * and parks only when it saw none. Whoever makes work publishes it, issues a full fence, and then reads how many sleep and how
 * many search. Fences are totally ordered. When the maker's comes before a sleeper's, that sleeper's last look sees the work.
 * When it comes after those of all sleepers, the maker sees them: it wakes one, unless somebody searches. A searcher that it saw
 * either announces itself later, and its last look sees the work, or it finds some work. If that was other work, and nobody else
 * searches, it looks whether there is more and wakes the next sleeper ({@link #found}): as long as there is work and a sleeper,
 * somebody searches or is on the way. The announcement has two parts, count and seat, written in that order: a signaller that
 * meets a seat not yet taken has read before the worker's fence, so the worker sees the work.
 *
 * <p><b>Forks are published without the fence</b> ({@link #signalSoon}), which would be most of their cost. The maker may then
 * miss a sleeper whose last look missed the fork, but only while the fork is still on its way out of the maker's store buffer. So
 * a sleeper looks a second time, after {@link #SECOND_LOOK_NANOS}, which is thousands of times longer, before it sleeps without
 * limit. HotSpot's monitors recover from the same race, between an exit without fence and a late waiter, by the same kind of timed
 * park (Dice, objectMonitor.cpp, "1-0 exit"). A searcher that ends its search with other work looks once only, and those asleep by
 * then not at all; so the maker pays for the fence while somebody searches and somebody sleeps, which is never so for long.
 *
 * <p><b>Nobody spins for long, and wake-ups don't pile up.</b> A search ends after a bounded number of rounds. While one worker
 * searches no second one is woken, so a stream of tiny pieces of work costs at most one wake-up per search.
 */
final class Sleep {

    /** When an announced worker looks again. */
    static final long SECOND_LOOK_NANOS = 1_000_000;

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private static final int STATE = 0;
    private static final long SLEEPER = 1;
    private static final long SEARCHER = 1L << 32;
    private static final long SLEEPERS = SEARCHER - 1;

    /** Announced workers that nobody has picked, and searching workers. Read before every step, so it has a line of its own. */
    private final PaddedLongs state = new PaddedLongs(1);

    private final AtomicIntegerArray seats;

    /** Written by the seat's worker before it announces itself. */
    private final AtomicReferenceArray<Thread> threads;

    Sleep(int workers) {
        seats = new AtomicIntegerArray(workers);
        threads = new AtomicReferenceArray<>(workers);
    }

    /** True when a worker could use some work. A hint that costs one read. */
    boolean isWorkWanted() {
        return state.getOpaque(STATE) != 0;
    }

    /** How many workers are announced and not picked. */
    long sleepers() {
        return state.getOpaque(STATE) & SLEEPERS;
    }

    /** A worker without work searches from now on. */
    void search() {
        state.addAndGet(STATE, SEARCHER);
    }

    /** A searching worker has found work. True when it must see to it that nothing else is left lying. */
    boolean found() {
        long now = state.addAndGet(STATE, -SEARCHER);
        return now != 0 && now < SEARCHER;
    }

    /** The first half of going to sleep, of a searching worker. It looks for work next, then parks or retracts. */
    void announce(int worker) {
        threads.set(worker, Thread.currentThread());
        state.addAndGet(STATE, SLEEPER - SEARCHER);
        seats.set(worker, ASLEEP);
        VarHandle.fullFence();
    }

    /** The last look found something: does not sleep, and searches. */
    void retract(int worker) {
        pick(worker);
    }

    /**
     * Sleeps until signalled; the worker is a searcher then. Interrupts are swallowed: none is meant for a worker that runs no
     * step.
     *
     * @param nanos at most so long
     * @return whether it was signalled
     */
    boolean park(int worker, long nanos) {
        long since = System.nanoTime();
        while (seats.get(worker) == ASLEEP) {
            long left = nanos - (System.nanoTime() - since);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
            // park returns at once while the flag is set.
            Thread.interrupted();
        }
        return true;
    }

    /** Sleeps until signalled, however long that takes. */
    void park(int worker) {
        while (seats.get(worker) == ASLEEP) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    /** Wakes one sleeper, if there is one and nobody searches. Called after work was published. */
    void signal() {
        VarHandle.fullFence();
        signal(state.getOpaque(STATE));
    }

    /** The same without a fence: see above. */
    void signalSoon() {
        long now = state.getOpaque(STATE);
        if (now > SEARCHER && (now & SLEEPERS) != 0) {
            signal();
        } else {
            signal(now);
        }
    }

    private void signal(long now) {
        if (now != 0 && now < SEARCHER) {
            wakeOne();
        }
    }

    private void wakeOne() {
        for (int worker = 0; worker < seats.length(); worker++) {
            if (wake(worker)) {
                return;
            }
        }
    }

    /** Wakes all sleepers. */
    void signalAll() {
        VarHandle.fullFence();
        for (int worker = 0; worker < seats.length(); worker++) {
            wake(worker);
        }
    }

    private boolean wake(int worker) {
        if (!pick(worker)) {
            return false;
        }
        LockSupport.unpark(threads.get(worker));
        return true;
    }

    private boolean pick(int worker) {
        if (seats.get(worker) != ASLEEP || !seats.compareAndSet(worker, ASLEEP, AWAKE)) {
            return false;
        }
        state.addAndGet(STATE, SEARCHER - SLEEPER);
        return true;
    }
}
