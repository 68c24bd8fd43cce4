package io.casemill.engine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What submitters feed: one {@link NodeQueue} for each node that workers run on, one on most machines.
 *
 * <p><b>Where a chunk goes.</b> A lane deals its chunks out to the nodes in turn, to each in proportion to its workers. Workers empty
 * lane after lane, so what counts is that each lane has chunks everywhere, not which node has the fewest; and dealing reads nothing that
 * workers write.
 *
 * <p><b>Which chunk a worker gets.</b> One of the oldest lane that is queued anywhere; its own node's, when that has one of this lane,
 * and the next node's otherwise. So age goes before nearness: no lane waits for a node whose workers are all in long steps while the
 * others turn to younger lanes. It costs a look at one number per node, and a way to another node only near the end of a
 * lane, when its last chunks lie elsewhere; the cases of a chunk were made by the submitter's thread and are near no worker anyway.
 *
 * <p><b>Stopping a lane is one act</b> against submissions, overflow and workers alike: the lane is marked, then drained from queue
 * after queue. Whoever queues asks for the mark under the queue's lock, so what is queued after the mark was set is refused,
 * and what was queued before it is found.
 */
final class Injector {

    private final NodeQueue[] queues;
    private final Supplier<Rings> rings;

    /** Taken to open and to stop lanes, never together with a queue's. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Lanes that may submit. Guarded by the lock. */
    private final Set<Lane> open = new HashSet<>();

    /** Guarded by the lock. */
    private long lanes;

    /** Why nothing is taken any more. Written under the lock, before any lane is stopped for it. */
    private volatile @Nullable String refusal;

    /**
     * With a queue for each node that has workers now. When workers come to more nodes later, some share a queue.
     *
     * @param rings where the workers are, now and later
     */
    Injector(Supplier<Rings> rings) {
        this.rings = rings;
        this.queues = Stream.generate(NodeQueue::new).limit(rings.get().nodes()).toArray(NodeQueue[]::new);
    }

    Lane open(Crew crew, long order) {
        Patiently.lock(lock);
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
        Lane lane = chunk.lane();
        if (!queue(rings.get().turn(lane.nextTurn())).add(chunk)) {
            String reason = refusal;
            throw new RejectedExecutionException(
                    "Cannot submit to lane " + lane.order() + ": " + (reason == null ? "it is cancelled" : reason));
        }
    }

    /** Gives back a chunk that a worker had: it is older than all that its lane has queued. False when the lane is stopped. */
    boolean giveBack(Chunk chunk) {
        return queue(rings.get().turn(chunk.lane().nextTurn())).addFirst(chunk);
    }

    private NodeQueue queue(int node) {
        return queues[node % queues.length];
    }

    /** The oldest chunk of the oldest lane, of this node rather than of another one; null when there is none. */
    @Nullable Chunk poll(int node) {
        while (true) {
            NodeQueue oldest = oldest(node);
            Chunk chunk = oldest == null ? null : oldest.poll();
            // Another worker was faster and has its chunk now; so somebody always gets on.
            if (oldest == null || chunk != null) {
                return chunk;
            }
        }
    }

    private @Nullable NodeQueue oldest(int node) {
        NodeQueue found = null;
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < queues.length; i++) {
            NodeQueue queue = queue(node + i);
            if (!queue.isEmpty()) {
                long order = queue.oldest();
                if (found == null || order < oldest) {
                    found = queue;
                    oldest = order;
                }
            }
        }
        return found;
    }

    boolean isEmpty() {
        for (NodeQueue queue : queues) {
            if (!queue.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** How many chunks are queued, at about one moment of the call. */
    long size() {
        return Arrays.stream(queues).mapToLong(NodeQueue::size).sum();
    }

    /** Stops a lane. The caller skips the chunks that it has queued, {@link #next} after next. */
    void stop(Lane lane) {
        Patiently.lock(lock);
        try {
            open.remove(lane);
            lane.stop();
        } finally {
            lock.unlock();
        }
    }

    /** Stops all lanes for good. The caller skips the chunks that they have queued, {@link #next} after next. */
    void refuse(String reason) {
        Patiently.lock(lock);
        try {
            refusal = reason;
            open.forEach(Lane::stop);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out a chunk of this lane, or of any when that is null; null when there is none. */
    @Nullable Chunk next(@Nullable Lane lane) {
        for (NodeQueue queue : queues) {
            Chunk chunk = lane == null ? queue.poll() : queue.poll(lane);
            if (chunk != null) {
                return chunk;
            }
        }
        return null;
    }
}
