package io.casemill.scatter;

import io.casemill.executor.ExecutorRuntime;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this JVM, by their number of workers: runs that want the same number share one. Spark gives a task no
 * way to its executor's plugin, so this class holds the only static state of the product: the engines, and the plugin's wish to
 * hear of them. A task holds the engine that it uses; the plugin holds all of them for the executor's life, so that the next task
 * finds its engine warm. One that nobody uses ends when a run wants another number, because it holds the cores that its workers
 * are pinned to.
 */
final class SharedRuntime {
    /** Guarded by the class. */
    private static final Map<Integer, SharedRuntime> BY_WORKERS = new HashMap<>();

    /** Plugins that hold this JVM's engines. Guarded by the class. */
    private static int holders;

    /** Told of all engines whenever they change. Guarded by the class. */
    private static @Nullable Consumer<List<ExecutorRuntime>> observer;

    private final ExecutorRuntime runtime;

    /** Guarded by the class. */
    private int tasks;

    private SharedRuntime(ExecutorRuntime runtime) {
        this.runtime = runtime;
    }

    /** Starts an engine. */
    interface Maker {
        ExecutorRuntime start() throws IOException;

        /** Another engine of this JVM is in use and holds its cores. */
        ExecutorRuntime startBesideAnother() throws IOException;
    }

    /**
     * Keeps the engines of this JVM alive, should there be any.
     *
     * @param engines told of all engines, now and whenever one comes or goes; returns fast
     */
    static synchronized void hold(Consumer<List<ExecutorRuntime>> engines) {
        holders++;
        observer = engines;
        tellObserver();
    }

    private static void tellObserver() {
        if (observer != null) {
            observer.accept(
                    BY_WORKERS.values().stream().map(shared -> shared.runtime).toList());
        }
    }

    /** Ends what {@link #hold} began. */
    static synchronized void letGo() {
        observer = null;
        holders--;
        if (holders == 0) {
            closeUnused();
        }
    }

    /** The engine with that many workers, made by the first caller. Give it back with {@link #release}. */
    static synchronized ExecutorRuntime acquire(int workers, Maker maker) throws IOException {
        SharedRuntime shared = BY_WORKERS.get(workers);
        if (shared == null) {
            closeUnused();
            boolean taken = BY_WORKERS.keySet().stream().anyMatch(others -> others > 0);
            shared = new SharedRuntime(taken ? maker.startBesideAnother() : maker.start());
            BY_WORKERS.put(workers, shared);
            tellObserver();
        }
        shared.tasks++;
        return shared.runtime;
    }

    /** That engine, if there is one. Then give it back with {@link #release}. */
    static synchronized @Nullable ExecutorRuntime acquirePresent(int workers) {
        SharedRuntime shared = BY_WORKERS.get(workers);
        if (shared == null) {
            return null;
        }
        shared.tasks++;
        return shared.runtime;
    }

    static synchronized void release(int workers) {
        SharedRuntime shared = BY_WORKERS.get(workers);
        if (shared == null || shared.tasks == 0) {
            throw new IllegalStateException("Cannot release an engine of " + workers + " workers: no task holds one");
        }
        shared.tasks--;
        if (holders == 0) {
            closeUnused();
        }
    }

    private static void closeUnused() {
        for (Iterator<SharedRuntime> all = BY_WORKERS.values().iterator(); all.hasNext(); ) {
            SharedRuntime shared = all.next();
            if (shared.tasks == 0) {
                all.remove();
                tellObserver();
                shared.runtime.close();
            }
        }
    }
}
