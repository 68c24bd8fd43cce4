package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The workers of an engine and what they share. */
final class Crew {

    /** Loaded before memory can be short: a class whose initialisation fails once is of no use any more. */
    private static final List<Class<?>> NEEDED = List.of(
            StealEvent.class,
            ChunkEvent.class,
            ParkEvent.class,
            WorkerLostEvent.class,
            Scope.class,
            Fork.class,
            Log.class);

    static {
        NEEDED.forEach(Crew::load);
    }

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

    private final Losses losses = new Losses(this);
    private final Forks forks = new Forks(this);
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

    private static void load(Class<?> type) {
        try {
            MethodHandles.lookup().ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
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

    /** When something that is interrupted now is given up. */
    long graceFromNow() {
        return clock.in(options.grace().toNanos());
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

    boolean isInline() {
        return attendant != null;
    }

    Losses losses() {
        return losses;
    }

    Forks forks() {
        return forks;
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
        injector.stop(lane);
        // A chunk on its way between two workers is in no hand now; its next worker sees the lane stopped.
        long deadline = graceFromNow();
        for (int worker = 0; worker < size(); worker++) {
            at(worker).hand().interrupt(lane, deadline);
        }
        for (Chunk chunk = injector.next(lane); chunk != null; chunk = injector.next(lane)) {
            chunk.skip();
        }
    }

    /** Queues a chunk that a worker had, or skips it when its lane is stopped. It has not happened when there is no memory for it. */
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

    /** Called by a searching worker that goes to work: what it did not take is somebody else's. */
    void endSearch() {
        if (sleep.found() && hasWork()) {
            sleep.signal();
        }
    }

    /** The new thread itself. While the engine starts, its starter hears of it from the worker's future. */
    void startFailed(WorkerLoop lost, Throwable thrown) {
        leaving.add(lost.thread());
        leaveEmpty(lost, startFailure(lost, thrown));
    }

    /** A worker for the place of one that is lost; its thread has not begun. */
    WorkerLoop successor(WorkerLoop lost) {
        return new WorkerLoop(this, clock, lost.index(), lost.counters());
    }

    void countLost(WorkerLoop lost) {
        lost.counters().lost(clock.nanoTime());
    }

    void replace(WorkerLoop lost, WorkerLoop fresh) {
        loops.set(lost.index(), fresh);
        if (!isInline()) {
            launch(fresh);
        }
    }

    /** Leaves a worker's place empty, and takes no more work. */
    void leaveEmpty(WorkerLoop lost, String reason) {
        Log.error(reason);
        refuse(reason);
        leaveEmpty(lost);
    }

    /** Leaves a worker's place empty: the engine closes, or has come to its limit. Idempotent. */
    void leaveEmpty(WorkerLoop lost) {
        if (!lost.hasLeftPlaceEmpty()) {
            lost.leavePlaceEmpty();
            ended.countDown();
        }
    }

    void refuse(String reason) {
        refusal = reason;
        injector.refuse(reason);
        for (Chunk chunk = injector.next(null); chunk != null; chunk = injector.next(null)) {
            chunk.skip();
        }
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
