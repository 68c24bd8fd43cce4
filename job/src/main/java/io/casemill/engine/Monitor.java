package io.casemill.engine;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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

    /** Whose workers are watched: the engine's, and those of the inline engines beside it. */
    private volatile List<Crew> crews = List.of();

    private final LongSteps longSteps = new LongSteps();
    private final Clock clock;
    private final long graceNanos;
    private final Thread thread;

    /** When the monitor wakes by itself. Written by the monitor, read by each worker at each step. */
    private final PaddedLongs alarm = new PaddedLongs(1);

    /** A deadline on top of all: when a closing engine interrupts what still runs. */
    private volatile long closing = Clock.NEVER;

    private volatile boolean stopped;

    // Whether something failed in this round, and in the one before. The monitor's own.
    private boolean failed;
    private boolean failedBefore;

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

    synchronized void watch(Crew crew) {
        crews = Stream.concat(crews.stream(), Stream.of(crew)).toList();
    }

    synchronized void unwatch(Crew crew) {
        crews = crews.stream().filter(other -> other != crew).toList();
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
                // Not even what failed could be told. Without a monitor no limit would hold.
                LockSupport.parkNanos(this, Losses.PAUSE_NANOS);
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
        failedBefore = failed;
        failed = false;
        List<Crew> all = crews;
        // Without an iterator: limits must hold, above all when there is no memory for one.
        for (int i = 0; i < all.size(); i++) {
            Crew crew = all.get(i);
            for (int worker = 0; worker < crew.size(); worker++) {
                nearest = Math.min(nearest, check(crew, crew.at(worker), now));
            }
        }
        try {
            nearest = Math.min(nearest, longSteps.look(all, now));
        } catch (Throwable thrown) {
            nearest = Math.min(nearest, again(thrown));
        }
        alarm.setVolatile(ALARM, nearest);
        return nearest;
    }

    /** Memory is short, most likely. The limits hold meanwhile, and what failed is done in a later round. */
    private long again(Throwable thrown) {
        // Once, and not a hundred times a second.
        if (!failed && !failedBefore) {
            Log.error(thread.getName(), " failed in a round, and tries again", thrown);
        }
        failed = true;
        return clock.in(Losses.PAUSE_NANOS);
    }

    /** Acts when it is time; returns the moment of the next act, as far as one is known. */
    private long check(Crew crew, WorkerLoop loop, long now) {
        long word = loop.watch().word();
        long deadline = loop.watch().deadline();
        return switch (Watch.phase(word)) {
            case Watch.RUNNING ->
                Math.min(deadline, closing) > now ? Math.min(deadline, closing) : interrupt(loop, word);
            case Watch.INTERRUPTED -> deadline > now ? deadline : abandon(crew, loop, word);
            case Watch.ABANDONED -> loop.hasLeftPlaceEmpty() ? Clock.NEVER : bury(crew, loop);
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
        if (!loop.watch().abandon(word)) {
            return Clock.NEVER;
        }
        loop.counters().stuck();
        return bury(crew, loop);
    }

    /** Hands on all that an abandoned thread had. */
    private long bury(Crew crew, WorkerLoop lost) {
        try {
            crew.losses().abandoned(lost);
            return Clock.NEVER;
        } catch (Throwable thrown) {
            return again(thrown);
        }
    }
}
