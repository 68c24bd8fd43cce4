package io.casemill.engine;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The life of one worker thread: finds work, takes it in hand, sleeps, ends. */
final class WorkerLoop implements Runnable {

    /** Splitting keeps one chunk in a deque at a time; the rest is room for work that steps spawn. 16 KB. */
    static final int DEQUE_CAPACITY = 4096;

    /** How often a worker looks for work before it sleeps: some microseconds, about what a wake-up costs. */
    private static final int SEARCH_ROUNDS = 32;

    /** Pauses between two looks, so that a worker in search disturbs those at work little. */
    private static final int PAUSES = 64;

    private final Crew crew;
    private final Clock clock;
    private final int index;
    private final Worker worker;
    private final Locals locals = new Locals();
    private final Counters counters;
    private final Watch watch = new Watch();
    private final Deque<Work> deque = new Deque<>(DEQUE_CAPACITY);
    private final Joiner joiner;
    private final Hand hand;
    private final Search<Work> search;
    private final Thread thread;
    private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();

    /** No other worker comes after this one. Written by who buries it. */
    private volatile boolean placeEmpty;

    /** Those that the thread has settled in. Owned by the thread. */
    private @Nullable Rings rings;

    /** Whether {@link Sleep} counts this worker among those that search or sleep. */
    private boolean searching;

    WorkerLoop(Crew crew, Clock clock, int index, Counters counters) {
        this.crew = crew;
        this.clock = clock;
        this.index = index;
        this.counters = counters;
        this.worker = new Worker(index, locals, this);
        WorkerState state = WorkerState.fresh();
        this.joiner = new Joiner(crew, index, clock, deque, state, watch);
        this.search = new Search<>(crew.sources(deque), index, counters);
        this.thread = crew.threadFor(this);
        this.hand = new Hand(crew, clock, this, deque, state);
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

    Stealer<Work> stealer() {
        return deque.stealer();
    }

    Joiner joiner() {
        return joiner;
    }

    Hand hand() {
        return hand;
    }

    Worker worker() {
        return worker;
    }

    boolean isOf(Crew other) {
        return crew == other;
    }

    /** Opens a scope in the step, or fork, that the calling thread runs. */
    Scope openScope(long limitNanos) {
        WorkerLoop here = crew.loopOf(Thread.currentThread());
        if (here != null && Watch.phase(here.watch.word()) != Watch.DONE) {
            return here.joiner.open(here, Math.min(clock.in(limitNanos), here.watch.deadline()));
        }
        throw new IllegalStateException("Cannot open a scope on "
                + Thread.currentThread().getName() + ": it runs no step of engine "
                + crew.options().name());
    }

    /** Completes when the worker's start is over, with what it threw. */
    CompletableFuture<@Nullable Void> started() {
        return started;
    }

    WorkerStatistics statistics() {
        return counters.snapshot(index, worker.core(), stealer().size(), clock);
    }

    @Override
    public void run() {
        StepLabels.enter(this);
        try {
            settle();
            counters.make();
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
            crew.losses().died(this, thrown);
            owner = false;
        }
        if (owner) {
            crew.ended(this);
        } else {
            // Nobody waits for this thread any more, but what it made is still its to close.
            locals.closeAll(this::closeUnwatched);
        }
    }

    private void settle() {
        rings = crew.rings();
        worker.pinnedTo(crew.options().start().started(index));
    }

    /** The thread does not start to work. */
    void startFailed(Throwable thrown) {
        crew.startFailed(this, thrown);
        started.completeExceptionally(thrown);
    }

    void leavePlaceEmpty() {
        placeEmpty = true;
    }

    boolean hasLeftPlaceEmpty() {
        return placeEmpty;
    }

    /** Works until the engine closes. False when the thread was abandoned. */
    private boolean work() {
        while (true) {
            if (!locals.closeReleased(this::closeWatched)) {
                return false;
            }
            if (rings != crew.rings()) {
                settle();
            }
            Work found = search.next();
            if (found == null) {
                counters.busyUntil(clock.nanoTime());
                found = searchLonger();
            }
            if (found != null) {
                if (!hand.run(found)) {
                    return false;
                }
            } else if (crew.closing()) {
                return true;
            }
        }
    }

    /** Searches, sleeps when that is in vain, and searches again. Null when there is something else to do. */
    private @Nullable Work searchLonger() {
        crew.sleep().search();
        searching = true;
        while (true) {
            for (int round = 0; round < SEARCH_ROUNDS; round++) {
                // A worker moves before it takes what it was woken for.
                boolean otherwiseNeeded = locals.hasReleased() || rings != crew.rings();
                Work found = otherwiseNeeded ? null : search.again();
                if (found != null || otherwiseNeeded || crew.closing()) {
                    searching = false;
                    crew.endSearch();
                    return found;
                }
                for (int pause = 0; pause < PAUSES; pause++) {
                    Thread.onSpinWait();
                }
            }
            rest();
            if (rings != crew.rings()) {
                settle();
            }
        }
    }

    /** The thread dies: it sleeps no more. */
    void giveUpSearch() {
        if (searching) {
            searching = false;
            crew.sleep().retract(index);
            crew.endSearch();
        }
    }

    /** Runs the next work on the calling thread, which is this worker. False when there is none. */
    boolean serve() {
        StepLabels outside = StepLabels.enter(this);
        try {
            if (locals.closeReleased(this::closeWatched)) {
                Work found = search.next();
                if (found == null) {
                    return false;
                }
                boolean owner = hand.run(found);
                if (owner) {
                    counters.busyUntil(clock.nanoTime());
                    return true;
                }
            }
        } catch (Throwable thrown) {
            crew.losses().died(this, thrown);
            locals.closeAll(this::closeUnwatched);
            throw thrown;
        } finally {
            StepLabels.leave(outside);
        }
        // Given up and back after all: another loop is in this one's place, and what this one made is still its to
        // close. The caller lives on, and the interrupt was meant for the step.
        locals.closeAll(this::closeUnwatched);
        Thread.interrupted();
        return true;
    }

    /** The calling thread, which is this worker, ends its work. */
    void leave() {
        if (!locals.closeAll(this::closeWatched)) {
            locals.closeAll(this::closeUnwatched);
        }
    }

    /** Sleeps until there is something to do. */
    private void rest() {
        Sleep sleep = crew.sleep();
        counters.parkedFrom(clock.nanoTime());
        sleep.announce(index);
        ParkEvent event = ParkEvent.start();
        if (isNeeded()) {
            sleep.retract(index);
        } else if (!sleep.park(index, Sleep.SECOND_LOOK_NANOS)) {
            if (isNeeded()) {
                sleep.retract(index);
            } else {
                sleep.park(index);
            }
        }
        ParkEvent.end(event, index);
        counters.parkedUntil(clock.nanoTime());
    }

    private boolean isNeeded() {
        return crew.hasWork() || crew.closing() || locals.hasReleased();
    }

    private boolean closeWatched(AutoCloseable instance) {
        long deadline = crew.graceFromNow();
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
            Log.warning("Cannot close " + instance + " of " + thread.getName(), thrown);
        }
        return true;
    }

    private Monitor monitor() {
        return crew.monitor();
    }
}
