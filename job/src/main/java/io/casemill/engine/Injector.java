package io.casemill.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue that submitters feed: lanes by age, chunks of a lane first in, first out.
 *
 * <p>One lock guards everything. It is taken once per chunk, not per step, and held for a few operations on small trees; an
 * empty injector is recognised without it. A lock-free queue per lane would still need an ordered set of the lanes, and
 * stopping a lane must be one act against submissions, overflow and workers alike, which is what the lock is for.
 */
final class Injector {

    private static final int SIZE = 0;

    private final ReentrantLock lock = new ReentrantLock();

    /** Lanes that may submit. Guarded by the lock. */
    private final Set<Lane> open = new HashSet<>();

    /** Lanes that have queued chunks. Guarded by the lock. */
    private final TreeSet<Lane> waiting = new TreeSet<>(Lane.OLDEST_FIRST);

    /** Why nothing is taken any more. Guarded by the lock. */
    private @Nullable String refusal;

    /** Guarded by the lock. */
    private long lanes;

    /** Queued chunks. Written under the lock, read without it. */
    private final PaddedLongs size = new PaddedLongs(1);

    Lane open(Crew crew, long order) {
        lock.lock();
        try {
            if (refusal != null) {
                throw new RejectedExecutionException("Cannot open lane " + order + ": " + refusal);
            }
            Lane lane = new Lane(crew, order, lanes++);
            open.add(lane);
            return lane;
        } finally {
            lock.unlock();
        }
    }

    /** Queues a chunk behind those of its lane. */
    void add(Chunk chunk) {
        lock.lock();
        try {
            Lane lane = chunk.lane();
            if (refusal != null) {
                throw new RejectedExecutionException("Cannot submit to lane " + lane.order() + ": " + refusal);
            }
            if (lane.stopped()) {
                throw new RejectedExecutionException("Cannot submit to lane " + lane.order() + ": it is cancelled");
            }
            lane.queued.addLast(chunk);
            queuedOn(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Gives back a chunk that a worker had: it is older than all that its lane has queued. False when the lane is stopped. */
    boolean giveBack(Chunk chunk) {
        lock.lock();
        try {
            Lane lane = chunk.lane();
            if (lane.stopped()) {
                return false;
            }
            lane.queued.addFirst(chunk);
            queuedOn(lane);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void queuedOn(Lane lane) {
        waiting.add(lane);
        size.setVolatile(SIZE, size.get(SIZE) + 1);
    }

    /** The oldest chunk of the oldest lane, or null. */
    @Nullable Chunk poll() {
        if (isEmpty()) {
            return null;
        }
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                return null;
            }
            Lane oldest = waiting.first();
            Chunk chunk = oldest.queued.pollFirst();
            if (oldest.queued.isEmpty()) {
                waiting.remove(oldest);
            }
            size.setVolatile(SIZE, size.get(SIZE) - 1);
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return size.getVolatile(SIZE) == 0;
    }

    /** Stops a lane. The caller skips the chunks that it had queued. */
    List<Chunk> stop(Lane lane) {
        lock.lock();
        try {
            open.remove(lane);
            return drain(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Stops all lanes for good. The caller skips the chunks that they had queued. */
    List<Chunk> refuse(String reason) {
        lock.lock();
        try {
            refusal = reason;
            List<Chunk> drained = new ArrayList<>();
            open.forEach(lane -> drained.addAll(drain(lane)));
            open.clear();
            return drained;
        } finally {
            lock.unlock();
        }
    }

    private List<Chunk> drain(Lane lane) {
        lane.stop();
        waiting.remove(lane);
        List<Chunk> drained = List.copyOf(lane.queued);
        lane.queued.clear();
        size.setVolatile(SIZE, size.get(SIZE) - drained.size());
        return drained;
    }
}
