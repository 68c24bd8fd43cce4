package io.casemill.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between producers and consumers that do not know each other: first in, first out, ended by {@link #close} or
 * {@link #fail}. Any number of threads on both sides.
 *
 * <p>Workers of an engine never wait here: they {@link #offer}, or {@link #reserve} a place before they make the item that
 * goes there, and learn of changes from the channel's listeners. Threads that have nothing else to do {@link #put} and {@link #take};
 * those who wait are served in the order of their coming, and nobody overtakes them.
 *
 * <p>One lock guards everything. What travels is meant to be worth a lock: a chunk of steps, not a number.
 *
 * @param <T> what travels; handed from producer to consumer with all that the producer wrote before
 */
public final class Channel<T> {

    private static final int ROOM = 1024;

    private final int capacity;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    // All that follows is guarded by the lock.
    private final Queue<T> items;
    private final ArrayDeque<Condition> producers = new ArrayDeque<>();
    private final ArrayDeque<Condition> consumers = new ArrayDeque<>();
    private int reserved;
    private boolean closed;
    private @Nullable Throwable failure;
    private final Backlog backlog = new Backlog();

    /** Set before the channel is shared. */
    private Runnable onItem = () -> {};

    private Runnable onPlace = () -> {};

    /**
     * @param capacity how many items and reserved places there may be, at least 1
     */
    public Channel(int capacity) {
        this(capacity, Clock.system());
    }

    Channel(int capacity, Clock clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Invalid channel capacity: must be at least 1, is " + capacity);
        }
        this.capacity = capacity;
        this.clock = clock;
        // With room for all, up to a limit: to move an item on needs no memory.
        this.items = new ArrayDeque<>(Math.min(capacity, ROOM));
    }

    /**
     * Names who is told of changes, after each, without the lock, on the thread that made it. To be called before other
     * threads know the channel.
     *
     * @param item an item can be taken, or the channel was closed
     * @param place a place became free
     */
    void listen(Runnable item, Runnable place) {
        onItem = item;
        onPlace = place;
    }

    /** Adds an item. False when there is no place for it, or the channel is closed. */
    public boolean offer(T item) {
        Patiently.lock(lock);
        try {
            if (!granted()) {
                return false;
            }
            add(item);
        } finally {
            lock.unlock();
        }
        onItem.run();
        return true;
    }

    /** Takes a place for an item that is still to be made, to {@link #fill} or to {@link #release}. False as with {@link #offer}. */
    boolean reserve() {
        Patiently.lock(lock);
        try {
            boolean granted = granted();
            if (granted) {
                reserved++;
            }
            return granted;
        } finally {
            lock.unlock();
        }
    }

    /** Puts the item into the reserved place; also when the channel was closed meanwhile. */
    void fill(T item) {
        Patiently.lock(lock);
        try {
            reserved--;
            add(item);
        } finally {
            lock.unlock();
        }
        onItem.run();
    }

    /** Gives a reserved place back. */
    void release() {
        Patiently.lock(lock);
        try {
            reserved--;
            wakeFirst();
        } finally {
            lock.unlock();
        }
        onPlace.run();
    }

    /**
     * Adds an item, and waits for a place when there is none. Not for workers.
     *
     * @return false when the channel is closed; the item is not in it then
     */
    public boolean put(T item) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!closed && !free()) {
                long since = clock.nanoTime();
                await(producers, () -> closed || hasPlace());
                backlog.waited(clock.nanoTime() - since);
            }
            if (closed) {
                return false;
            }
            add(item);
        } finally {
            lock.unlock();
        }
        onItem.run();
        return true;
    }

    /**
     * The oldest item, or null when there is none now.
     *
     * @throws CompletionException with the cause, when the channel failed and all items were taken
     */
    public @Nullable T poll() {
        T item;
        Patiently.lock(lock);
        try {
            // The first in line is about to take what is there.
            item = consumers.isEmpty() ? remove() : null;
        } finally {
            lock.unlock();
        }
        if (item != null) {
            onPlace.run();
        }
        return item;
    }

    /**
     * The oldest item; waits when there is none. Not for workers.
     *
     * @return null at the end: the channel is closed and all items were taken
     * @throws CompletionException with the cause, when the channel failed and all items were taken
     */
    public @Nullable T take() throws InterruptedException {
        T item;
        lock.lockInterruptibly();
        try {
            await(consumers, () -> !items.isEmpty() || ended());
            item = remove();
        } finally {
            lock.unlock();
        }
        if (item != null) {
            onPlace.run();
        }
        return item;
    }

    /** Ends the channel: nothing more is accepted, what is in it can be taken. Idempotent. */
    public void close() {
        end(null);
    }

    /** Ends the channel as {@link #close} does; consumers learn the cause after the last item. The first end counts. */
    public void fail(Throwable cause) {
        end(cause);
    }

    private void end(@Nullable Throwable cause) {
        Patiently.lock(lock);
        try {
            if (!closed) {
                closed = true;
                failure = cause;
            }
            wakeFirst();
        } finally {
            lock.unlock();
        }
        onItem.run();
    }

    /** Whether no item will come any more: closed, all items taken, no place reserved. */
    public boolean isEnded() {
        Patiently.lock(lock);
        try {
            return ended();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        Patiently.lock(lock);
        try {
            return items.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public ChannelStatistics statistics() {
        Patiently.lock(lock);
        try {
            return backlog.statistics(capacity, items.size(), clock);
        } finally {
            lock.unlock();
        }
    }

    // The caller of what follows holds the lock.

    private boolean hasPlace() {
        return items.size() + reserved < capacity;
    }

    private boolean ended() {
        return closed && items.isEmpty() && reserved == 0;
    }

    /** Whether there is a place for one who does not wait in line. */
    private boolean free() {
        return hasPlace() && producers.isEmpty();
    }

    private boolean granted() {
        if (closed) {
            return false;
        }
        backlog.asked(free(), clock);
        return free();
    }

    private void add(T item) {
        items.add(item);
        backlog.added(items.size());
        wakeFirst();
    }

    private @Nullable T remove() {
        T item = items.poll();
        if (item == null && failure != null && ended()) {
            throw new CompletionException("The channel failed: " + failure.getMessage(), failure);
        }
        wakeFirst();
        return item;
    }

    /** Waits until this thread is the first of its line and what it waits for is there. */
    private void await(ArrayDeque<Condition> line, BooleanSupplier ready) throws InterruptedException {
        if (line.isEmpty() && ready.getAsBoolean()) {
            return;
        }
        if (Thread.currentThread() instanceof WorkerThread) {
            throw new IllegalStateException("Cannot wait for a channel on "
                    + Thread.currentThread().getName() + ": workers offer and poll, or reserve a place before");
        }
        Condition turn = lock.newCondition();
        line.addLast(turn);
        try {
            while (line.peekFirst() != turn || !ready.getAsBoolean()) {
                turn.await();
            }
        } finally {
            // Interrupted or served, the next in line may have its turn.
            line.remove(turn);
            wakeFirst();
        }
    }

    /** Lets the first of each line look again. Called after every change, so that no wake-up is lost. */
    private void wakeFirst() {
        Condition producer = producers.peekFirst();
        if (producer != null) {
            producer.signal();
        }
        Condition consumer = consumers.peekFirst();
        if (consumer != null) {
            consumer.signal();
        }
    }
}
