package io.casemill.engine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where workers sleep when there is nothing to do, and how they are woken: an event count.
 *
 * <p><b>No wake-up is lost.</b> A worker announces itself, issues a full fence, looks once more at everything that could be work,
 * and parks only when it saw none. Whoever makes work publishes it, issues a full fence, and then reads who is announced. Fences
 * are totally ordered. When the worker's comes first, the other one sees the announcement and wakes it; when it comes second, the
 * worker's last look sees the work. The announcement has two parts, count and seat, written in that order: a signaller that
 * reads a count of 0, or a seat that is not yet taken, has read before the worker's fence, so the worker sees the work.
 *
 * <p><b>One signal wakes one sleeper.</b> The compare-and-set of a seat from ASLEEP to AWAKE decides who pays a wake-up, and the
 * winner takes the sleeper off the count; so the count never promises a sleeper twice. A woken worker may meet other work than
 * that it was woken for. It therefore signals once more when it leaves its sleep for work and still sees work: as long as there
 * is work and a sleeper, somebody is on the way.
 *
 * <p><b>Nobody spins.</b> A seat stays ASLEEP until it is signalled, and its thread is parked meanwhile.
 */
final class Sleep {

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int COUNT = 0;

    /** Announced workers that nobody has picked. Read before every step, so it has a line of its own. */
    private final PaddedLongs sleepers = new PaddedLongs(1);

    private final AtomicIntegerArray seats;

    /** Written by the seat's worker before it announces itself. */
    private final AtomicReferenceArray<Thread> threads;

    Sleep(int workers) {
        seats = new AtomicIntegerArray(workers);
        threads = new AtomicReferenceArray<>(workers);
    }

    /** True when a worker could use some work. A hint that costs one read. */
    boolean hasSleepers() {
        return sleepers() > 0;
    }

    /** How many workers are announced and not picked. */
    long sleepers() {
        return sleepers.getOpaque(COUNT);
    }

    /** The first half of going to sleep. The caller looks for work next, then calls {@link #park} or {@link #retract}. */
    void announce(int worker) {
        threads.set(worker, Thread.currentThread());
        sleepers.addAndGet(COUNT, 1);
        seats.set(worker, ASLEEP);
        VarHandle.fullFence();
    }

    /** The last look found something: does not sleep. */
    void retract(int worker) {
        pick(worker);
    }

    /** Sleeps until signalled. Interrupts are swallowed: none is meant for a worker that runs no step. */
    void park(int worker) {
        while (seats.get(worker) == ASLEEP) {
            LockSupport.park(this);
            // park returns at once while the flag is set.
            Thread.interrupted();
        }
    }

    /** Wakes one sleeper, if there is one. Called after work was published. */
    void signal() {
        VarHandle.fullFence();
        if (!hasSleepers()) {
            return;
        }
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
        sleepers.addAndGet(COUNT, -1);
        return true;
    }
}
