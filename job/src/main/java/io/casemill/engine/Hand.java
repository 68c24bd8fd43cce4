package io.casemill.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one worker thread works on: a chunk, whose steps it runs one by one, or a fork that it stole. Used by that thread, where not
 * said otherwise; the {@link Watch} says who owns it when the thread is interrupted or given up.
 */
final class Hand {

    private final Crew crew;
    private final Clock clock;
    private final WorkerLoop loop;
    private final Worker worker;
    private final Counters counters;
    private final Watch watch;
    private final Deque<Work> deque;
    private final Joiner joiner;
    private final WorkerState state;

    /** What surrender has taken from the deque and not yet given to anybody. Owned by who calls that. */
    private @Nullable Chunk orphan;

    Hand(Crew crew, Clock clock, WorkerLoop loop, Deque<Work> deque, WorkerState state) {
        this.crew = crew;
        this.clock = clock;
        this.loop = loop;
        this.worker = loop.worker();
        this.counters = loop.counters();
        this.watch = loop.watch();
        this.deque = deque;
        this.joiner = loop.joiner();
        this.state = state;
    }

    /** Runs what was found; the worker counts as busy until it finds nothing. False when the thread was abandoned in it. */
    boolean run(Work found) {
        if (!counters.isBusy()) {
            counters.busyFrom(clock.nanoTime());
        }
        return found instanceof Chunk some ? run(some) : run((Fork<?>) found);
    }

    /** Runs the steps of a chunk. False when the thread was abandoned in one of them. */
    private boolean run(Chunk found) {
        state.next = found.from();
        state.end = found.to();
        state.inHand = found;
        ChunkEvent event = ChunkEvent.start();
        while (state.next < state.end) {
            shareHalf(found);
            if (!step(found, state.next)) {
                return false;
            }
        }
        ChunkEvent.end(event, loop.index(), found, state.end);
        state.inHand = null;
        found.endedBefore(state.end);
        return true;
    }

    /** Runs a stolen fork. False when the thread was abandoned in it. */
    private boolean run(Fork<?> found) {
        state.inHand = found;
        long deadline = found.scope.deadline();
        watch.begin(deadline);
        crew.monitor().expect(deadline);
        // Looks at the scope after begin: a cancellation that it misses finds the fork under watch and interrupts it.
        Object outcome = joiner.runStolen(found);
        if (!watch.end()) {
            // The monitor ends what it finds to be stolen; it may have looked after this one was none any more.
            found.endElsewhere(outcome);
            return false;
        }
        String circle = worker.deadlock();
        if (circle != null) {
            worker.deadlocked(null);
            outcome = new Fork.Failure(new DeadlockException(circle));
        }
        found.endElsewhere(outcome);
        state.inHand = null;
        return true;
    }

    /** Runs one step and moves {@code next} past it. False when the thread was abandoned. */
    private boolean step(Chunk current, int step) {
        long timeout;
        try {
            timeout = current.body().timeoutNanos(step);
        } catch (Throwable thrown) {
            state.next = step + 1;
            current.fail(step, thrown);
            return true;
        }
        long since = clock.nanoTime();
        long deadline = Clock.after(since, timeout);
        watch.begin(deadline);
        crew.monitor().expect(deadline);
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
        if (joiner.innermost() != null) {
            joiner.closeAll();
        }
        if (!watch.end()) {
            return false;
        }
        state.next = step + 1;
        counters.ran(clock.nanoTime() - since);
        if (thrown != null) {
            current.fail(step, thrown);
        }
        if (worker.deadlock() != null) {
            worker.deadlocked(null);
        }
        return true;
    }

    private boolean skipRest(Chunk current) {
        if (!watch.end()) {
            return false;
        }
        for (; state.next < state.end; state.next++) {
            current.skip(state.next);
        }
        return true;
    }

    /**
     * Gives the upper half of what is left away, when somebody sleeps and the last half has been taken: lazy binary splitting
     * (Tzannes, Caragea, Barua, Vishkin, PPoPP 2010), with a sleeper as an additional condition so that busy workers pay one read.
     */
    private void shareHalf(Chunk current) {
        if (!isWanted(state.end - state.next, crew.sleep().isWorkWanted()) || !deque.isEmpty()) {
            return;
        }
        int middle = middle(state.next, state.end);
        offer(new Chunk(current.lane(), current.body(), middle, state.end));
        state.end = middle;
    }

    /** Whether anybody could use a half of the steps that are left. */
    static boolean isWanted(int left, boolean someoneIsIdle) {
        return left >= 2 && someoneIsIdle;
    }

    /** Where the half to give away begins. */
    static int middle(int next, int end) {
        return next + (end - next + 1) / 2;
    }

    /**
     * Monitor: queues the steps behind the one in hand, when that has run for long and somebody has nothing to do. Without this they would
     * wait for it: a worker shares only between two steps.
     *
     * @param word the activity that was seen to take long; when it has ended, nothing happens
     */
    void giveRestAway(long word) {
        if (!crew.sleep().isWorkWanted()
                || !crew.injector().isEmpty()
                || !(state.inHand instanceof Chunk)
                || !watch.hold(word)) {
            return;
        }
        try {
            int from = state.next + 1;
            if (state.inHand instanceof Chunk current && from < state.end) {
                crew.giveBack(new Chunk(current.lane(), current.body(), from, state.end));
                state.end = from;
            }
        } finally {
            watch.release(word);
        }
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
        // The work may have changed since the word was read; then the word has changed too, and interrupt does nothing.
        if (state.inHand instanceof Chunk current && current.lane() == lane) {
            interrupt(word, deadline, () -> {});
        }
    }

    /** Interrupts the stolen fork that this thread runs when it is within this scope. Any thread. */
    void interrupt(Scope scope, long deadline) {
        long word = watch.word();
        if (loop.thread() != Thread.currentThread()
                && state.inHand instanceof Fork<?> current
                && current.scope.isWithin(scope)) {
            interrupt(word, deadline, () -> {});
        }
    }

    /** Monitor: what those learn who wait for forks that this thread had. */
    RuntimeException whyLost() {
        String circle = worker.deadlock();
        return circle == null
                ? new StuckException(loop.thread().getName() + " ignored its interrupt")
                : new DeadlockException(circle);
    }

    /**
     * Monitor: ends the activity of this word, because its thread waits in a circle.
     *
     * @param others done in any case; before the interrupt, if there is one
     */
    void endDeadlocked(long word, String circle, Runnable others) {
        boolean still = interrupt(word, crew.graceFromNow(), () -> {
            worker.deadlocked(circle);
            others.run();
        });
        if (!still) {
            others.run();
        }
    }

    private boolean interrupt(long word, long deadline, Runnable first) {
        boolean done = watch.interrupt(word, loop.thread(), deadline, first);
        if (done) {
            crew.monitor().expect(deadline);
        }
        return done;
    }

    /**
     * Hands all that this thread had to the crew: called by the monitor after it abandoned the thread, or by the thread itself as
     * it dies. When it throws, for want of memory, it is to be called again, and goes on where it was.
     *
     * @param from the first step that others are to run
     * @param reason what befell the thread
     */
    void surrender(int from, Throwable reason) {
        joiner.surrender(reason);
        if (state.inHand instanceof Chunk current && from < state.end) {
            crew.giveBack(new Chunk(current.lane(), current.body(), from, state.end));
            state.end = from;
        }
        for (Chunk queued = nextQueued(); queued != null; queued = nextQueued()) {
            crew.giveBack(queued);
            orphan = null;
        }
    }

    /** The next chunk of the deque; the same one until it is given back. */
    private @Nullable Chunk nextQueued() {
        while (orphan == null) {
            // The owner's side is dead, and a thief is what one may be from any thread.
            Work queued = deque.stealer().steal();
            if (queued == null) {
                break;
            }
            // A fork that is left here has lost whoever would have joined it.
            orphan = queued instanceof Chunk chunk ? chunk : null;
        }
        return orphan;
    }

    /** The labels of the step in hand. For its thread, for threads that it started, and for whoever owns the chunk in hand. */
    Map<String, String> labels() {
        if (state.inHand instanceof Fork<?> fork) {
            // Part of the step that opened its scope, which does not end before it.
            return fork.scope.opener().hand().labels();
        }
        return state.inHand instanceof Chunk current ? current.body().labels(state.next) : Map.of();
    }

    /** The step that the thread was in, or would have run next. For whoever owns the chunk in hand. */
    int next() {
        return state.next;
    }

    /** Tells the body that the thread never came back from the step in hand, if it was in a step. Monitor only. */
    void reportStuck() {
        if (state.inHand instanceof Chunk current) {
            current.stuck(state.next, worker);
            current.endedBefore(state.next + 1);
        }
    }

    /** Tells the body how far the thread came before it died between two steps. That thread only. */
    void reportDeath() {
        if (state.inHand instanceof Chunk current) {
            current.endedBefore(state.next);
        }
    }
}
