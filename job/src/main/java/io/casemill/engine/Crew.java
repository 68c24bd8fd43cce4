package io.casemill.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The workers of an engine and what they share; replaces a worker that is lost, within the limit. */
final class Crew {

    private final EngineOptions options;
    private final Clock clock;
    private final Injector injector;
    private final Sleep sleep;
    private final Monitor monitor;
    private final AtomicReferenceArray<WorkerLoop> loops;

    /** Counts the places whose last thread has ended or was given up. */
    private final CountDownLatch ended;

    /** Threads that end in order and have no more to do than to vanish. */
    private final Queue<Thread> leaving = new ConcurrentLinkedQueue<>();

    /** Where the workers are. Each worker looks between two chunks whether it is to move. */
    private volatile Rings rings;

    private volatile boolean closing;

    private final AtomicInteger replaced = new AtomicInteger();
    private volatile @Nullable String refusal;

    /** The one worker of an inline engine, or null in any other. */
    private final @Nullable Thread attendant;

    Crew(EngineOptions options, Clock clock) {
        this(options, clock, new Monitor(options, clock), null);
    }

    private Crew(EngineOptions options, Clock clock, Monitor monitor, @Nullable Thread attendant) {
        this.options = options;
        this.clock = clock;
        this.rings = new Rings(options.neighbourhood());
        this.injector = new Injector(this::rings);
        this.monitor = monitor;
        this.attendant = attendant;
        this.sleep = new Sleep(options.workers());
        this.loops = new AtomicReferenceArray<>(options.workers());
        this.ended = new CountDownLatch(options.workers());
        for (int worker = 0; worker < options.workers(); worker++) {
            Counters counters = new Counters();
            if (attendant != null) {
                counters.make();
            }
            loops.set(worker, new WorkerLoop(this, clock, worker, counters));
        }
        monitor.watch(this);
        if (options.workers() == 0) {
            refuse("engine " + options.name() + " has no workers");
        }
    }

    /** A crew of one, the calling thread, under the eyes of this crew's monitor. */
    Crew inline() {
        if (closing) {
            throw new RejectedExecutionException("Cannot open an inline engine: " + refusal);
        }
        return new Crew(options.inline(), clock, monitor, Thread.currentThread());
    }

    /** The thread for a worker: not started yet, or the attendant itself. */
    Thread threadFor(WorkerLoop loop) {
        return attendant == null ? new WorkerThread(loop, options.name() + "-worker-" + loop.index()) : attendant;
    }

    /** The worker that this thread is, or null. */
    @Nullable WorkerLoop loopOf(Thread thread) {
        if (thread instanceof WorkerThread worker && worker.loop().isOf(this)) {
            return worker.loop();
        }
        return thread == attendant ? at(0) : null;
    }

    /** How the attendant forks, or null for any other thread. */
    @Nullable Joiner attendantsJoiner(Thread thread) {
        return thread == attendant ? at(0).joiner() : null;
    }

    EngineOptions options() {
        return options;
    }

    Injector injector() {
        return injector;
    }

    Sleep sleep() {
        return sleep;
    }

    Rings rings() {
        return rings;
    }

    void rearrange(Neighbourhood neighbourhood) {
        rings = new Rings(options.within(neighbourhood).neighbourhood());
    }

    /** What the worker that owns a deque may take from. */
    Sources<Work> sources(Deque<Work> own) {
        return new Sources<>() {
            @Override
            public Rings rings() {
                return rings;
            }

            @Override
            public @Nullable Work own() {
                return own.pop();
            }

            @Override
            public @Nullable Work injected(int node) {
                return injector.poll(node);
            }

            @Override
            public @Nullable Work stolen(int victim) {
                return at(victim).stealer().stealSettled(null);
            }
        };
    }

    Monitor monitor() {
        return monitor;
    }

    int size() {
        return loops.length();
    }

    WorkerLoop at(int worker) {
        return loops.get(worker);
    }

    @Nullable String refusal() {
        return refusal;
    }

    /** In an inline engine, runs the next chunk on the calling thread. False when there is none, or others run them. */
    boolean serve() {
        return attendant != null && at(0).serve();
    }

    boolean closing() {
        return closing;
    }

    /** Starts all threads and waits for the start of each worker. */
    void start() {
        monitor.start();
        List<WorkerLoop> all = loops();
        all.forEach(this::launch);
        for (WorkerLoop loop : all) {
            try {
                loop.started().join();
            } catch (CompletionException e) {
                throw new IllegalStateException(
                        startFailure(loop, e.getCause() == null ? e : e.getCause()), e.getCause());
            }
        }
    }

    private void launch(WorkerLoop loop) {
        try {
            loop.thread().start();
        } catch (Throwable thrown) {
            // The system gives no more threads.
            loop.startFailed(thrown);
        }
    }

    private String startFailure(WorkerLoop loop, Throwable thrown) {
        return "Cannot start " + loop.thread().getName() + ": " + thrown.getMessage();
    }

    private List<WorkerLoop> loops() {
        return IntStream.range(0, size()).mapToObj(this::at).toList();
    }

    List<WorkerStatistics> statistics() {
        return loops().stream().map(WorkerLoop::statistics).toList();
    }

    Lane open(long order) {
        return injector.open(this, order);
    }

    void submit(Chunk chunk) {
        injector.add(chunk);
        sleep.signal();
    }

    void cancel(Lane lane) {
        List<Chunk> queued = injector.stop(lane);
        // A chunk on its way between two workers is in no hand now; its next worker sees the lane stopped.
        long deadline = clock.in(options.grace().toNanos());
        loops().forEach(loop -> loop.hand().interrupt(lane, deadline));
        queued.forEach(Chunk::skip);
    }

    /** Queues a chunk that a worker had, or skips it when its lane is stopped. */
    void giveBack(Chunk chunk) {
        if (injector.giveBack(chunk)) {
            sleep.signal();
        } else {
            chunk.skip();
        }
    }

    void release(Object key) {
        loops().forEach(loop -> loop.locals().release(key));
        sleep.signalAll();
    }

    /** True when there is a chunk for whoever looks. */
    boolean hasWork() {
        if (!injector.isEmpty()) {
            return true;
        }
        for (int worker = 0; worker < size(); worker++) {
            if (!at(worker).stealer().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Takes a fork of this scope from another worker's deque, or null when none lies open to thieves. */
    @Nullable Fork<?> stealFork(Scope scope, int thief) {
        for (int i = 1; i < size(); i++) {
            Work stolen = at((thief + i) % size()).stealer().stealSettled(scope);
            if (stolen instanceof Fork<?> fork) {
                at(thief).counters().stolen();
                return fork;
            }
        }
        return null;
    }

    /** Whether {@link #stealFork} would find something. */
    boolean hasFork(Scope scope, int thief) {
        for (int i = 1; i < size(); i++) {
            if (at((thief + i) % size()).stealer().offers(scope)) {
                return true;
            }
        }
        return false;
    }

    /** Unparks one worker that waits in a join of this scope. */
    void wakeJoiner(Scope scope) {
        for (int worker = 0; worker < size(); worker++) {
            WorkerLoop loop = at(worker);
            if (loop.joiner().isParkedIn(scope)) {
                LockSupport.unpark(loop.thread());
                return;
            }
        }
    }

    /** Interrupts those who run stolen forks of this scope and nothing else, the calling thread aside. */
    void interrupt(Scope scope) {
        long deadline = clock.in(options.grace().toNanos());
        loops().forEach(loop -> loop.hand().interrupt(scope, deadline));
    }

    /** Called by a searching worker that goes to work: what it did not take is somebody else's. */
    void endSearch() {
        if (sleep.found() && hasWork()) {
            sleep.signal();
        }
    }

    /** Monitor: this thread did not come back, and all that it had is the caller's. */
    void abandoned(WorkerLoop lost) {
        lost.counters().stuck();
        lost.hand().surrender(lost.hand().next() + 1, lost.hand().whyLost());
        replace(lost, "is stuck and was given up");
        lost.hand().reportStuck();
    }

    /** The lost thread itself: it ends of a throwable that was not a step's. */
    void died(WorkerLoop lost, Throwable thrown) {
        Log.ifPossible(Level.ERROR, lost.thread(), " died", thrown);
        lost.giveUpSearch();
        lost.hand().surrender(lost.hand().next(), thrown);
        replace(lost, "died of " + thrown);
        lost.hand().reportDeath();
    }

    /** The new thread itself. While the engine starts, its starter hears of it from the worker's future. */
    void startFailed(WorkerLoop lost, Throwable thrown) {
        leaving.add(lost.thread());
        dismiss(startFailure(lost, thrown));
    }

    private void replace(WorkerLoop lost, String why) {
        lost.counters().lost(clock.nanoTime());
        String what = lost.thread().getName() + " " + why;
        int number = replaced.incrementAndGet();
        WorkerLostEvent.record(lost.index(), why, number);
        if (closing) {
            ended.countDown();
        } else if (attendant != null) {
            Log.log(Level.WARNING, what + "; the engine goes on when it comes back");
            refill(lost);
        } else if (number > options.replacements()) {
            dismiss("engine " + options.name() + " has replaced " + options.replacements()
                    + " workers, its limit, and now " + what
                    + "; look for cases that ignore their timeout, then restart the executor");
        } else {
            String which = "; replacement " + number + " of at most " + options.replacements();
            StepLabels.as(lost, () -> Log.log(Level.WARNING, what + which));
            refill(lost);
        }
    }

    private void refill(WorkerLoop lost) {
        WorkerLoop fresh;
        try {
            fresh = new WorkerLoop(this, clock, lost.index(), lost.counters());
        } catch (OutOfMemoryError e) {
            dismiss("engine " + options.name() + " has no memory to replace "
                    + lost.thread().getName());
            return;
        }
        loops.set(lost.index(), fresh);
        if (attendant == null) {
            launch(fresh);
        }
    }

    /** Leaves a worker's place empty, and takes no more work. */
    private void dismiss(String reason) {
        Log.log(Level.ERROR, reason);
        refuse(reason);
        ended.countDown();
    }

    void refuse(String reason) {
        refusal = reason;
        injector.refuse(reason).forEach(Chunk::skip);
    }

    /** This worker's thread ends in order. */
    void ended(WorkerLoop loop) {
        leaving.add(loop.thread());
        ended.countDown();
    }

    /** Ends all threads; returns when they have ended or were given up, at the latest after twice the grace. */
    void close() {
        // A replacement that is started meanwhile sees this and ends like the others.
        closing = true;
        refuse("engine " + options.name() + " is closed");
        if (attendant != null) {
            at(0).leave();
            monitor.unwatch(this);
            return;
        }
        sleep.signalAll();
        monitor.closeAfterGrace();
        boolean interrupted = Uninterruptibly.await(ended::await);
        monitor.stop();
        leaving.add(monitor.thread());
        for (Thread thread : leaving) {
            interrupted |= Uninterruptibly.await(thread::join);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether closing on this thread would wait for itself, or take away what another thread uses. */
    boolean mayNotClose(Thread thread) {
        if (attendant != null) {
            return thread != attendant;
        }
        return thread == monitor.thread() || loops().stream().anyMatch(loop -> loop.thread() == thread);
    }
}
