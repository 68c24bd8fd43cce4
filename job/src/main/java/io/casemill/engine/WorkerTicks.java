package io.casemill.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import jdk.jfr.FlightRecorder;

/**
 * Writes an {@code io.casemill.Worker} event per worker into the flight recordings of this JVM: first often, then ever more
 * seldom, so that a run of any length leaves a few thousand ticks and each is short beside what went before it. Costs the workers
 * nothing. Safe for any thread.
 */
public final class WorkerTicks implements AutoCloseable {

    /** The next tick is due when the elapsed time has grown by this part of itself. */
    private static final long GROWTH = 256;

    private final Engine engine;
    private final String run;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long began = System.nanoTime();
    private final List<WorkerStatistics> before;

    /** By worker. */
    private final long[] threadsBefore;

    /** By worker, -1 where the JVM does not tell. */
    private final long[] cpuBefore;

    private final Runnable hook = this::tickIfDue;

    /** Nanoseconds since the beginning. Guarded by this. */
    private long due;

    /** Guarded by this. */
    private boolean closed;

    private WorkerTicks(Engine engine, String run) {
        this.engine = engine;
        this.run = run;
        this.before = engine.statistics();
        int workers = engine.workers();
        this.threadsBefore = new long[workers];
        this.cpuBefore = new long[workers];
        for (int worker = 0; worker < workers; worker++) {
            threadsBefore[worker] = thread(worker);
            cpuBefore[worker] = cpuTime(threadsBefore[worker]);
        }
    }

    /**
     * Begins to count from here. The caller closes it.
     *
     * @param run stands in every event, so that runs that share the engine can be told apart
     */
    public static WorkerTicks begin(Engine engine, String run) {
        WorkerTicks ticks = new WorkerTicks(engine, run);
        FlightRecorder.addPeriodicEvent(WorkerEvent.class, ticks.hook);
        return ticks;
    }

    private synchronized void tickIfDue() {
        long elapsed = System.nanoTime() - began;
        if (!closed && elapsed >= due) {
            tick(elapsed);
            due = after(elapsed);
        }
    }

    /** When the tick after one at this moment is due. Both since the beginning, in nanoseconds. */
    static long after(long elapsed) {
        return elapsed + elapsed / GROWTH;
    }

    private void tick(long elapsed) {
        for (WorkerStatistics worker : engine.statistics()) {
            WorkerStatistics done = worker.since(before.get(worker.worker()));
            WorkerEvent event = new WorkerEvent();
            event.run = run;
            event.worker = done.worker();
            event.core = done.core();
            event.elapsed = elapsed;
            event.busy = done.busyNanos();
            event.parked = done.parkedNanos();
            event.cpu = cpu(done.worker());
            event.executed = done.executed();
            event.steals = done.steals();
            event.failedSteals = done.failedSteals();
            event.commit();
        }
    }

    /** The worker's CPU time since the beginning, or -1: that of a thread that was replaced cannot be read any more. */
    private long cpu(int worker) {
        long thread = thread(worker);
        long now = cpuTime(thread);
        return thread != threadsBefore[worker] || now < 0 || cpuBefore[worker] < 0 ? -1 : now - cpuBefore[worker];
    }

    private long thread(int worker) {
        return engine.crew().at(worker).thread().getId();
    }

    private long cpuTime(long thread) {
        return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? threads.getThreadCpuTime(thread)
                : -1;
    }

    /** Writes a last tick and stops. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            tick(System.nanoTime() - began);
            closed = true;
        }
        // Not under the lock: the recorder calls the hook under locks of its own.
        FlightRecorder.removePeriodicEvent(hook);
    }
}
