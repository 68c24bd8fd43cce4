package io.casemill.engine;

import java.util.function.Supplier;

/** One worker as its steps see it. Belongs to one thread: when that is abandoned, its replacement has a worker of the same index. */
public final class Worker {

    private final int index;
    private final Locals locals;
    private volatile int core = -1;

    Worker(int index, Locals locals) {
        this.index = index;
        this.locals = locals;
    }

    /** From 0 up to, not including, {@link Engine#workers}. */
    public int index() {
        return index;
    }

    /** The core that the thread is pinned to, or -1. */
    public int core() {
        return core;
    }

    void pinnedTo(int pinned) {
        core = pinned;
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
