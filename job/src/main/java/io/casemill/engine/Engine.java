package io.casemill.engine;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * A work-stealing scheduler: a fixed number of workers that run the steps of many submitters. One serves a whole executor. Safe for
 * any thread.
 */
public final class Engine implements AutoCloseable {

    private final EngineOptions options;
    private final Crew crew;

    private Engine(EngineOptions options, Clock clock) {
        this.options = options;
        this.crew = new Crew(options, clock);
    }

    /**
     * Starts the workers (daemon threads {@code <name>-worker-<i>}) and returns when each has run its {@link WorkerStart}.
     *
     * @throws IllegalStateException when the start of a worker threw; nothing is left running
     */
    public static Engine start(EngineOptions options) {
        return start(options, Clock.system());
    }

    static Engine start(EngineOptions options, Clock clock) {
        Engine engine = new Engine(options, clock);
        try {
            engine.crew.start();
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    Crew crew() {
        return crew;
    }

    /** The number of workers. */
    public int workers() {
        return options.workers();
    }

    /** By worker index. */
    public List<WorkerStatistics> statistics() {
        return crew.statistics();
    }

    /**
     * Opens a submitter's queue. The caller closes it.
     *
     * @param order its age: workers take chunks of the smallest order first
     * @throws RejectedExecutionException with the reason, when the engine takes no work
     */
    public Lane lane(long order) {
        return crew.open(order);
    }

    /**
     * Has every worker close its {@link Worker#local} instance of this key on its own thread, after the chunk in hand. Returns at
     * once.
     */
    public void release(Object key) {
        crew.release(key);
    }

    /**
     * Ends the engine: takes no more work, reports all queued steps as skipped, lets running steps end within the grace, interrupts
     * those that remain, gives them the grace once more and then up, and closes the workers' local instances. Blocks until that is
     * done, for at most twice the grace, also when the calling thread is interrupted. Idempotent.
     *
     * @throws IllegalStateException on one of the engine's own threads
     */
    @Override
    public void close() {
        if (crew.owns(Thread.currentThread())) {
            throw new IllegalStateException("Cannot close engine " + options.name() + " on its own thread "
                    + Thread.currentThread().getName());
        }
        crew.close();
    }
}
