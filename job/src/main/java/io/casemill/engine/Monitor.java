package io.casemill.engine;

import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that keeps the time limits of all workers: it interrupts what is past its deadline and gives up what does not
 * come back. While a step takes long it also looks for deadlocks, and for steps that wait behind it. It sleeps until the nearest deadline it knows, without any
 * when nothing runs.
 *
 * <p><b>No deadline is overslept.</b> Before a scan the monitor sets its alarm to NEVER, scans, and sets it to the nearest deadline
 * found. A worker publishes its step and then reads the alarm; when its deadline is earlier it unparks the monitor, which scans
 * again. Both write and then read in volatile mode. So either the scan sees the step, or the worker sees the alarm of this round
 * or a later one: NEVER, and it unparks; or a deadline found by the scan, and it unparks if its own is earlier and otherwise
 * leaves it to the scan at that alarm.
 */
final class Monitor implements Runnable {

    private static final int ALARM = 0;

    /** Memory is short, most likely; whoever has it gives it back or is interrupted. */
    private static final long AFTER_FAILURE_NANOS = 10_000_000;

    /** Whose workers are watched: the engine's, and those of the inline engines beside it. */
    private final List<Crew> crews = new CopyOnWriteArrayList<>();

    private final LongSteps longSteps = new LongSteps();
    private final Clock clock;
    private final long graceNanos;
    private final Thread thread;

    /** When the monitor wakes by itself. Written by the monitor, read by each worker at each step. */
    private final PaddedLongs alarm = new PaddedLongs(1);

    /** A deadline on top of all: when a closing engine interrupts what still runs. */
    private volatile long closing = Clock.NEVER;

    private volatile boolean stopped;

    Monitor(EngineOptions options, Clock clock) {
        this.clock = clock;
        this.graceNanos = options.grace().toNanos();
        this.thread = new Thread(null, this, options.name() + "-monitor", 0, false);
        thread.setDaemon(true);
        alarm.setVolatile(ALARM, Clock.NEVER);
    }

    void start() {
        thread.start();
    }

    void watch(Crew crew) {
        crews.add(crew);
    }

    void unwatch(Crew crew) {
        crews.remove(crew);
    }

    Thread thread() {
        return thread;
    }

    /** Any thread: something was put under watch until this moment. */
    void expect(long deadline) {
        if (sleepsBeyond(deadline)) {
            LockSupport.unpark(thread);
        }
    }

    /** True when the monitor would not wake by itself until after this moment. */
    boolean sleepsBeyond(long deadline) {
        return deadline < alarm.getVolatile(ALARM);
    }

    /** Interrupts all that still runs once the grace is over. */
    void closeAfterGrace() {
        closing = clock.in(graceNanos);
        LockSupport.unpark(thread);
    }

    /** True once {@link #closeAfterGrace} was called. */
    boolean isClosing() {
        return closing != Clock.NEVER;
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                clock.parkUntil(round());
            } catch (Throwable thrown) {
                // The next round tries again; without a monitor no limit would hold.
                Log.ifPossible(Level.ERROR, thread, " failed in a round", thrown);
                LockSupport.parkNanos(this, AFTER_FAILURE_NANOS);
            }
            // park returns at once while the flag is set.
            Thread.interrupted();
        }
    }

    /** Looks at all workers once; returns when the next look is due. */
    long round() {
        alarm.setVolatile(ALARM, Clock.NEVER);
        VarHandle.fullFence();
        long now = clock.nanoTime();
        long nearest = Clock.NEVER;
        for (Crew crew : crews) {
            for (int worker = 0; worker < crew.size(); worker++) {
                nearest = Math.min(nearest, check(crew, crew.at(worker), now));
            }
        }
        // Last: it needs memory, and when there is none the limits above still hold.
        nearest = Math.min(nearest, longSteps.look(crews, now));
        alarm.setVolatile(ALARM, nearest);
        return nearest;
    }

    /** Acts when it is time; returns the moment of the next act, as far as one is known. */
    private long check(Crew crew, WorkerLoop loop, long now) {
        long word = loop.watch().word();
        long deadline = loop.watch().deadline();
        return switch (Watch.phase(word)) {
            case Watch.RUNNING ->
                Math.min(deadline, closing) > now ? Math.min(deadline, closing) : interrupt(loop, word);
            case Watch.INTERRUPTED -> deadline > now ? deadline : abandon(crew, loop, word);
            // Nothing runs, or someone is interrupting just now and expects the monitor afterwards.
            default -> Clock.NEVER;
        };
    }

    private long interrupt(WorkerLoop loop, long word) {
        long last = clock.in(graceNanos);
        loop.watch().interrupt(word, loop.thread(), last);
        return last;
    }

    private long abandon(Crew crew, WorkerLoop loop, long word) {
        if (loop.watch().abandon(word)) {
            crew.abandoned(loop);
        }
        return Clock.NEVER;
    }
}
