package io.casemill.engine;

import java.util.LinkedList;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The part of the {@link Injector} that one node's workers look at first: lanes by age, chunks of a lane first in, first out.
 *
 * <p>One lock guards everything. It is taken once per chunk, not per step, and held for a few operations on a small tree; an empty
 * queue, and the age of its oldest lane, are read without it. A lock-free queue per lane would still need an ordered set of the
 * lanes.
 *
 * <p>A lane is stopped before it is drained, and its state is asked for under the lock: so a chunk of a stopped lane is refused or
 * was queued before the lane is drained, and then drained with it.
 */
final class NodeQueue {

    private static final int SIZE = 0;
    private static final int OLDEST = 1;

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Lanes that have queued chunks, with these; a lane without any is one whose first chunk found no memory. Linked lists,
     * because they are as they were when there is none for one more. Guarded by the lock.
     */
    private final TreeMap<Lane, LinkedList<Chunk>> waiting = new TreeMap<>(Lane.OLDEST_FIRST);

    /** The number of queued chunks, and the order of the oldest lane that has one. Written under the lock, read without it. */
    private final PaddedLongs head = new PaddedLongs(2);

    /** Queues a chunk behind those of its lane. False when the lane is stopped. */
    boolean add(Chunk chunk) {
        Patiently.lock(lock);
        try {
            return !chunk.lane().stopped() && of(chunk.lane()).add(chunk) && changedBy(1);
        } finally {
            lock.unlock();
        }
    }

    /** Queues a chunk before those of its lane. False when the lane is stopped. */
    boolean addFirst(Chunk chunk) {
        Patiently.lock(lock);
        try {
            return !chunk.lane().stopped() && of(chunk.lane()).offerFirst(chunk) && changedBy(1);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings({"JdkObsolete", "NonApiType"}) // see above; a Deque is something else here
    private LinkedList<Chunk> of(Lane lane) {
        return waiting.computeIfAbsent(lane, first -> new LinkedList<>());
    }

    /** The oldest chunk of the oldest lane, or null. */
    @Nullable Chunk poll() {
        Patiently.lock(lock);
        try {
            Chunk chunk = null;
            while (chunk == null && !waiting.isEmpty()) {
                Map.Entry<Lane, LinkedList<Chunk>> oldest = waiting.firstEntry();
                chunk = take(oldest.getKey(), oldest.getValue());
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest chunk of a lane, or null. */
    @Nullable Chunk poll(Lane lane) {
        Patiently.lock(lock);
        try {
            return take(lane, waiting.get(lane));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Chunk take(Lane lane, @Nullable Queue<Chunk> chunks) {
        Chunk chunk = chunks == null ? null : chunks.poll();
        if (chunks != null && chunks.isEmpty()) {
            waiting.remove(lane);
        }
        if (chunk != null) {
            changedBy(-1);
        }
        return chunk;
    }

    @SuppressWarnings("SameReturnValue") // so that it can end a condition
    private boolean changedBy(int chunks) {
        if (!waiting.isEmpty()) {
            head.setOpaque(OLDEST, waiting.firstKey().order());
        }
        head.setVolatile(SIZE, head.get(SIZE) + chunks);
        return true;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** How many chunks are queued. */
    long size() {
        return head.getVolatile(SIZE);
    }

    /** The order of the oldest lane that has a chunk here, or had one a moment ago. */
    long oldest() {
        return head.getOpaque(OLDEST);
    }
}
