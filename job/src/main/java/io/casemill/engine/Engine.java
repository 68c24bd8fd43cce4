package io.casemill.engine;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A work-stealing scheduler: a fixed number of workers that run the steps of many submitters. One serves a whole executor. Safe for
 * any thread.
 */
public final class Engine implements AutoCloseable {

    private final EngineOptions options;
    private final Crew crew;

    private Engine(EngineOptions options, Crew crew) {
        this.options = options;
        this.crew = crew;
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
        Engine engine = new Engine(options, new Crew(options, clock));
        try {
            engine.crew.start();
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    /**
     * An engine whose one worker is the calling thread: its steps run where that thread runs a {@link Pipeline}, in the order of
     * their submission, with the same limits and reports as on any worker, kept by the monitor of this engine. It also runs when
     * this engine takes no work. A step that ignores its interrupt is reported as stuck; the next one begins when it has come back
     * after all.
     *
     * <p>The calling thread alone uses and closes it.
     *
     * @throws RejectedExecutionException when this engine is closed
     */
    public Engine inline() {
        return new Engine(options.inline(), crew.inline());
    }

    Crew crew() {
        return crew;
    }

    /** The number of workers. */
    public int workers() {
        return options.workers();
    }

    /** Why the engine takes no more work, or null while it does. */
    public @Nullable String refusal() {
        return crew.refusal();
    }

    /**
     * Takes no more work, for this reason: queued steps are reported as skipped, running ones come to their end. Returns
     * at once.
     */
    public void refuse(String reason) {
        crew.refuse(reason);
    }

    /** By worker index. Takes nothing from the workers but reads of what they count. */
    public List<WorkerStatistics> statistics() {
        return crew.statistics();
    }

    /** Chunks that were submitted, or given back, and that no worker has taken. */
    public long queued() {
        return crew.injector().size();
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
     * Tells the engine that its workers are to move. Each runs its {@link WorkerStart} again on its own thread, after the chunk in hand
     * or when it next wakes, and looks for work in the new order at once. Returns at once.
     *
     * @param neighbourhood a spot for each worker
     */
    public void rearrange(Neighbourhood neighbourhood) {
        crew.rearrange(neighbourhood);
    }

    /**
     * Ends the engine: takes no more work, reports all queued steps as skipped, lets running steps end within the grace, interrupts
     * those that remain, gives them the grace once more and then up, and closes the workers' local instances. Blocks until that is
     * done, for at most twice the grace, also when the calling thread is interrupted. Idempotent.
     *
     * @throws IllegalStateException on one of the engine's own threads, or for an inline engine on any other thread
     */
    @Override
    public void close() {
        if (crew.mayNotClose(Thread.currentThread())) {
            throw new IllegalStateException("Cannot close engine " + options.name() + " on "
                    + Thread.currentThread().getName());
        }
        crew.close();
    }
}
