package io.casemill.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stages between bounded channels. The thread that runs the pipeline pulls items from the source and hands them to the sink;
 * workers do the rest, each stage at its own width.
 *
 * <pre>
 *   source ─▶ channel ─▶ stage ─▶ channel ─▶ … ─▶ stage ─▶ channel ─▶ sink
 *   └ caller ┘          └──────────── workers ─────────────┘        └ caller ┘
 * </pre>
 *
 * <p>A stage starts on an item only with a place behind it in hand, and the source is asked only with a place in the first channel
 * in hand. So a slow stage fills the channel before it, then stops the stage before that, and so on up to the source, and no worker
 * ever waits. Each item that was pulled comes out once.
 *
 * <p>On the lane of an inline engine the caller does the workers' part, too, one chunk at a time.
 *
 * <p>An instance is used once, by the thread that made it. Its statistics are for any thread.
 *
 * @param <T> what flows: one object from end to end, in one stage at a time
 */
public final class Pipeline<T> {

    /** How long the thread that runs the pipeline sleeps at most, in nanoseconds. */
    public static final long PULSE_NANOS = 50_000_000;

    /** How long to wait for what may be lost. */
    private static final int PULSES_AFTER_DEFECT = 60;

    private final Lane lane;
    private final Channel<T> first;
    private final Channel<T> last;
    private final List<Station<T>> stations = new ArrayList<>();
    private final Thread caller = Thread.currentThread();

    /** Items between source and sink. Owned by the caller. */
    private int underWay;

    /** Why an item could not be worked on, the first time. */
    private volatile @Nullable Throwable refusal;

    /** Why an item may be lost, the first time. */
    private volatile @Nullable Throwable defect;

    /**
     * @param lane what the stages run on; the pipeline cancels it when it ends early, its opener closes it
     * @param prepared how many items may wait before the first stage, at least 1
     * @param stages at least one
     */
    public Pipeline(Lane lane, int prepared, List<Stage<T>> stages) {
        this.lane = lane;
        this.first = new Channel<>(prepared);
        Channel<T> before = first;
        Runnable placeBefore = this::wake;
        for (Stage<T> stage : stages) {
            Channel<T> behind = new Channel<>(stage.capacity());
            Station<T> station = new Station<>(stage, before, behind, lane, this::refused, this::broken);
            before.listen(station::advance, placeBefore);
            stations.add(station);
            before = behind;
            placeBefore = station::advance;
        }
        this.last = before;
        last.listen(this::wake, placeBefore);
    }

    /**
     * Runs the pipeline until the source has nothing more and nothing is under way. Blocks. However it ends, every item that was
     * pulled has left the stages by then, and was accepted, unless accepting threw.
     *
     * @throws RejectedExecutionException when the lane takes no more work; what was under way has come to its end then, and
     *     nothing was cancelled
     * @throws InterruptedException when the calling thread is interrupted, or from the ends
     * @throws RuntimeException or an error, when the engine had no memory to move an item on: steps may be running still, and what they
     *     leave is not accepted
     * @throws IOException what the ends threw, as any other exception of theirs: what was under way is cancelled. What accepting
     *     throws after that is thrown in place of the first reason, which it carries
     */
    public void run(Ends<T> ends) throws IOException, InterruptedException {
        try {
            while (turn(ends)) {}
        } catch (IOException | InterruptedException | RuntimeException | Error reason) {
            windUp(ends, reason);
            throw reason;
        }
        rethrow(refusal);
    }

    /** Once around; false at the end. */
    private boolean turn(Ends<T> ends) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The thread that runs the pipeline was interrupted");
        }
        rethrow(defect);
        ends.pulse();
        boolean delivered = deliver(ends);
        boolean pulled = refusal == null && pull(ends);
        if (underWay == 0) {
            return false;
        }
        if (!delivered && !pulled && !lane.serve()) {
            LockSupport.parkNanos(this, PULSE_NANOS);
        }
        return true;
    }

    private boolean pull(Ends<T> ends) throws IOException, InterruptedException {
        boolean pulled = false;
        while (first.reserve()) {
            T item = ends.next();
            if (item == null) {
                first.release();
                return pulled;
            }
            underWay++;
            first.fill(item);
            pulled = true;
        }
        return pulled;
    }

    private boolean deliver(Ends<T> ends) throws IOException, InterruptedException {
        boolean delivered = false;
        for (T item = last.poll(); item != null; item = last.poll()) {
            underWay--;
            ends.accept(item);
            delivered = true;
        }
        return delivered;
    }

    /** Returns when nothing is under way any more, as far as that is known; the engine's grace bounds that. */
    private void windUp(Ends<T> ends, Throwable reason) throws IOException, InterruptedException {
        boolean interrupted = false;
        Throwable failure = null;
        ends.ending(reason);
        lane.cancel();
        int pulses = 0;
        while (underWay > 0 && (defect == null || pulses < PULSES_AFTER_DEFECT)) {
            T item = last.poll();
            if (item == null) {
                pulses++;
                LockSupport.parkNanos(this, PULSE_NANOS);
                // park returns at once while the flag is set.
                interrupted |= Thread.interrupted();
            } else {
                underWay--;
                failure = failure == null ? acceptLate(ends, item, reason) : failure;
            }
        }
        if (interrupted) {
            caller.interrupt();
        }
        rethrow(failure);
    }

    private static <T> @Nullable Throwable acceptLate(Ends<T> ends, T item, Throwable reason) {
        try {
            ends.accept(item);
            return null;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            e.addSuppressed(reason);
            return e;
        }
    }

    private static void rethrow(@Nullable Throwable thrown) throws IOException, InterruptedException {
        if (thrown instanceof IOException e) {
            throw e;
        } else if (thrown instanceof InterruptedException e) {
            throw e;
        } else if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
    }

    /** The last stage can deliver, or the first channel has a place again. */
    private void wake() {
        if (Thread.currentThread() != caller) {
            LockSupport.unpark(caller);
        }
    }

    /** Any thread: an item may be lost. */
    void broken(Throwable why) {
        if (defect == null) {
            defect = why;
        }
        wake();
    }

    private void refused(Throwable why) {
        if (refusal == null) {
            refusal = why;
        }
        wake();
    }

    /** What waits before the first stage. Long waits are normal: workers are the bottleneck, as they should be. */
    public ChannelStatistics prepared() {
        return first.statistics();
    }

    /** In order. */
    public List<StageStatistics> statistics() {
        return stations.stream().map(Station::statistics).toList();
    }
}
