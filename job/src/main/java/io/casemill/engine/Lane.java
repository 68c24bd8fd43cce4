package io.casemill.engine;

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

    /** Only a hint for the injector: an update that two submitters lose does no harm. */
    private int turn;

    /** Written once; read by workers before each step. */
    private volatile boolean stopped;

    Lane(Crew crew, long order, long sequence) {
        this.crew = crew;
        this.order = order;
        this.sequence = sequence;
        this.turn = (int) sequence;
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

    /** In an inline engine, runs the next chunk on the calling thread. False when there is none, or workers run them. */
    boolean serve() {
        return crew.serve();
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

    /** Counts up, from another number than the lane before, so that short lanes do not all begin at the same node. */
    int nextTurn() {
        return turn++;
    }

    /** Injector only. */
    void stop() {
        stopped = true;
    }
}
