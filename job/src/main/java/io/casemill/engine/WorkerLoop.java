package io.casemill.engine;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The life of one worker thread: finds chunks, runs their steps, sleeps, ends. */
final class WorkerLoop implements Runnable {

    /** Splitting keeps one chunk in a deque at a time; the rest is room for work that steps spawn. */
    private static final int DEQUE_CAPACITY = 256;

    private final Crew crew;
    private final Clock clock;
    private final int index;
    private final Worker worker;
    private final Locals locals = new Locals();
    private final Counters counters;
    private final Watch watch = new Watch();
    private final Deque<Chunk> deque = new Deque<>(DEQUE_CAPACITY);
    private final Search search;
    private final Thread thread;
    private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();

    // The chunk in hand: steps next <= i < end are not ended, next is the one that runs. The watch says who owns these
    // three.
    private volatile @Nullable Chunk chunk;
    private int next;
    private int end;

    WorkerLoop(Crew crew, Clock clock, int index, Counters counters) {
        this.crew = crew;
        this.clock = clock;
        this.index = index;
        this.counters = counters;
        this.worker = new Worker(index, locals);
        this.search = new Search(crew, index, deque, counters);
        this.thread = new Thread(null, this, crew.options().name() + "-worker-" + index, 0, false);
        thread.setDaemon(true);
        locals.ownedBy(thread);
    }

    int index() {
        return index;
    }

    Thread thread() {
        return thread;
    }

    Watch watch() {
        return watch;
    }

    Counters counters() {
        return counters;
    }

    Locals locals() {
        return locals;
    }

    Stealer<Chunk> stealer() {
        return deque.stealer();
    }

    /** Completes when the worker's start is over, with what it threw. */
    CompletableFuture<@Nullable Void> started() {
        return started;
    }

    WorkerStatistics statistics() {
        return counters.snapshot(index, worker.core());
    }

    @Override
    public void run() {
        try {
            worker.pinnedTo(crew.options().start().started(index));
        } catch (Throwable thrown) {
            startFailed(thrown);
            return;
        }
        started.complete(null);
        boolean owner;
        try {
            owner = work() && locals.closeAll(this::closeWatched);
        } catch (Throwable thrown) {
            // A defect of the engine, or no memory for its own few objects. No step is running here.
            crew.died(this, thrown);
            owner = false;
        }
        if (owner) {
            crew.ended(this);
        } else {
            // Nobody waits for this thread any more, but what it made is still its to close.
            locals.closeAll(this::closeUnwatched);
        }
    }

    /** The thread does not start to work. */
    void startFailed(Throwable thrown) {
        crew.startFailed(this, thrown);
        started.completeExceptionally(thrown);
    }

    /** Works until the engine closes. False when the thread was abandoned. */
    private boolean work() {
        boolean rested = false;
        while (true) {
            if (!locals.closeReleased(this::closeWatched)) {
                return false;
            }
            Chunk found = search.next();
            if (found != null) {
                if (rested) {
                    crew.passOnWakeUp();
                    rested = false;
                }
                if (!run(found)) {
                    return false;
                }
            } else if (crew.closing()) {
                return true;
            } else {
                rest();
                rested = true;
            }
        }
    }

    private void rest() {
        Sleep sleep = crew.sleep();
        long since = clock.nanoTime();
        sleep.announce(index);
        if (crew.hasWork() || crew.closing() || locals.hasReleased()) {
            sleep.retract(index);
            return;
        }
        sleep.park(index);
        counters.parked(clock.nanoTime() - since);
    }

    /** Runs the steps of a chunk. False when the thread was abandoned in one of them. */
    private boolean run(Chunk found) {
        next = found.from();
        end = found.to();
        chunk = found;
        long since = clock.nanoTime();
        while (next < end) {
            shareHalf(found);
            if (!step(found, next)) {
                return false;
            }
        }
        chunk = null;
        counters.busy(clock.nanoTime() - since);
        return true;
    }

    /** Runs one step and moves {@code next} past it. False when the thread was abandoned. */
    private boolean step(Chunk current, int step) {
        long timeout;
        try {
            timeout = current.body().timeoutNanos(step);
        } catch (Throwable thrown) {
            next = step + 1;
            current.fail(step, thrown);
            return true;
        }
        long deadline = clock.in(timeout);
        watch.begin(deadline);
        monitor().expect(deadline);
        // Read after begin: a cancellation that is missed here finds the step under watch and interrupts it.
        if (current.lane().stopped()) {
            return skipRest(current);
        }
        Throwable thrown = null;
        try {
            current.body().run(step, worker);
        } catch (Throwable t) {
            // Whatever a step throws ends here and costs that step. Errors that ought to end the process are told apart
            // here.
            thrown = t;
        }
        if (!watch.end()) {
            return false;
        }
        next = step + 1;
        counters.executed();
        if (thrown != null) {
            current.fail(step, thrown);
        }
        return true;
    }

    private boolean skipRest(Chunk current) {
        if (!watch.end()) {
            return false;
        }
        Chunk rest = new Chunk(current.lane(), current.body(), next, end);
        next = end;
        rest.skip();
        return true;
    }

    /**
     * Gives the upper half of what is left away, when somebody sleeps and the last half has been taken: lazy binary splitting
     * (Tzannes, Caragea, Barua, Vishkin, PPoPP 2010), with a sleeper as an additional condition so that busy workers pay one read.
     */
    private void shareHalf(Chunk current) {
        if (end - next < 2 || !crew.sleep().hasSleepers() || !deque.isEmpty()) {
            return;
        }
        int middle = next + (end - next + 1) / 2;
        Chunk half = new Chunk(current.lane(), current.body(), middle, end);
        end = middle;
        offer(half);
    }

    /** Puts a chunk where this worker finds it first and thieves find it too. This thread only. */
    void offer(Chunk shared) {
        if (deque.push(shared)) {
            crew.sleep().signal();
        } else {
            crew.giveBack(shared);
        }
    }

    /** Interrupts the step in hand when it is of this lane. Any thread. */
    void interrupt(Lane lane, long deadline) {
        long word = watch.word();
        Chunk current = chunk;
        // The chunk may have changed since the word was read; then the word has changed too, and interrupt does
        // nothing.
        if (current != null && current.lane() == lane && watch.interrupt(word, thread, deadline)) {
            monitor().expect(deadline);
        }
    }

    /**
     * Hands all that this thread had to the crew: called by the monitor after it abandoned the thread, or by the thread itself as
     * it dies.
     *
     * @param from the first step that others are to run
     */
    void surrender(int from) {
        Chunk current = chunk;
        if (current != null && from < end) {
            crew.giveBack(new Chunk(current.lane(), current.body(), from, end));
        }
        // The owner's side is dead, and a thief is what one may be from any thread.
        for (Chunk queued = stealer().steal();
                queued != null;
                queued = stealer().steal()) {
            crew.giveBack(queued);
        }
    }

    /** The step that the thread was in, or would have run next. For whoever owns the chunk in hand. */
    int next() {
        return next;
    }

    /** Tells the body that the thread never came back from the step in hand, if it was in a step. Monitor only. */
    void reportStuck() {
        Chunk current = chunk;
        if (current != null) {
            current.stuck(next, worker);
        }
    }

    private boolean closeWatched(AutoCloseable instance) {
        long deadline = clock.in(crew.options().grace().toNanos());
        watch.begin(deadline);
        monitor().expect(deadline);
        closeUnwatched(instance);
        return watch.end();
    }

    @SuppressWarnings("SameReturnValue") // the shape that Locals asks for
    private boolean closeUnwatched(AutoCloseable instance) {
        try {
            instance.close();
        } catch (Throwable thrown) {
            Log.log(Level.WARNING, "Cannot close " + instance + " of " + thread.getName(), thrown);
        }
        return true;
    }

    private Monitor monitor() {
        return crew.monitor();
    }
}
