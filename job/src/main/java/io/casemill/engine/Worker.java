package io.casemill.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One worker as its steps see it. Belongs to one thread: when that is abandoned, its replacement has a worker of the same index. */
public final class Worker {

    private final int index;
    private final Locals locals;
    private final WorkerLoop loop;
    private volatile int core = -1;
    private volatile @Nullable String deadlock;

    Worker(int index, Locals locals, WorkerLoop loop) {
        this.index = index;
        this.locals = locals;
        this.loop = loop;
    }

    /** From 0 up to, not including, {@link Engine#workers}. */
    public int index() {
        return index;
    }

    /** The core that the thread is pinned to, or -1. */
    public int core() {
        return core;
    }

    /** The circle of threads in which the step of this worker waited, when that is why it was interrupted; null otherwise. */
    public @Nullable String deadlock() {
        return deadlock;
    }

    /** Monitor: before it interrupts. Worker: when the step is over. */
    void deadlocked(@Nullable String circle) {
        deadlock = circle;
    }

    void pinnedTo(int pinned) {
        core = pinned;
    }

    /**
     * Opens a scope for the step, or the fork, that the calling thread runs. Its deadline is that of the step.
     *
     * @throws IllegalStateException on a thread that runs neither
     */
    public Scope openScope() {
        return openScope(Steps.NO_TIMEOUT);
    }

    /**
     * Opens a scope that also has a time limit of its own: once that is over, forks on other workers are interrupted, those that
     * have not begun never run, and the code that this worker runs itself notices when it forks or joins next.
     *
     * @param limitNanos from now, in nanoseconds; positive
     * @throws IllegalStateException on a thread that runs neither a step nor a fork
     */
    public Scope openScope(long limitNanos) {
        if (limitNanos <= 0) {
            throw new IllegalArgumentException("Invalid time limit of a scope: must be positive, is " + limitNanos);
        }
        return loop.openScope(limitNanos);
    }

    /**
     * This worker's own instance for a key; made by the first call and kept until {@link Engine#release} or the end of the worker,
     * then closed on this worker's thread. Close calls that outlive the grace are interrupted.
     *
     * @param key compared by equals; one type of instance per key
     * @param make runs on this thread
     * @throws IllegalStateException on another thread than the worker's
     */
    public <T extends AutoCloseable> T local(Object key, Supplier<T> make) {
        return locals.get(key, make);
    }
}
