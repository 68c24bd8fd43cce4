package io.casemill.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.concurrent.RejectedExecutionException;

/**
 * One submitter's queue in the injector: first in, first out, served before every lane of a larger order. For any thread; no
 * method waits for a step.
 */
public final class Lane implements AutoCloseable {

    /** Lanes of the same order are served in the order of their making. */
    static final Comparator<Lane> OLDEST_FIRST =
            Comparator.comparingLong(Lane::order).thenComparingLong(lane -> lane.sequence);

    private final Crew crew;
    private final long order;
    private final long sequence;

    /** Guarded by the injector's lock. */
    final ArrayDeque<Chunk> queued = new ArrayDeque<>();

    /** Written under the injector's lock, once; read by workers before each step. */
    private volatile boolean stopped;

    Lane(Crew crew, long order, long sequence) {
        this.crew = crew;
        this.order = order;
        this.sequence = sequence;
    }

    /**
     * Queues the steps {@code from <= index < to} of a body as one chunk.
     *
     * @throws RejectedExecutionException with the reason, when the lane is cancelled or the engine takes no work; no step of the
     *     chunk is reported then
     */
    public void submit(Steps body, int from, int to) {
        crew.submit(new Chunk(this, body, from, to));
    }

    /**
     * Stops the lane: queued steps are reported as skipped, some of them before this returns, the others by their workers;
     * running steps are interrupted and abandoned when they do not come back within the grace. Later submissions are refused.
     * Idempotent.
     */
    public void cancel() {
        crew.cancel(this);
    }

    /** Ends the lane: cancels what has not ended. */
    @Override
    public void close() {
        cancel();
    }

    long order() {
        return order;
    }

    boolean stopped() {
        return stopped;
    }

    /** The caller holds the injector's lock. */
    void stop() {
        stopped = true;
    }
}
