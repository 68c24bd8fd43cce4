package io.casemill.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The workers of an engine and what they share; replaces a worker that is lost, within the limit. */
final class Crew {

    private final EngineOptions options;
    private final Clock clock;
    private final Injector injector = new Injector();
    private final Sleep sleep;
    private final Monitor monitor;
    private final AtomicReferenceArray<WorkerLoop> loops;

    /** Counts the places whose last thread has ended or was given up. */
    private final CountDownLatch ended;

    /** Threads that end in order and have no more to do than to vanish. */
    private final Queue<Thread> leaving = new ConcurrentLinkedQueue<>();

    private volatile boolean closing;

    private final AtomicInteger replaced = new AtomicInteger();

    Crew(EngineOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.sleep = new Sleep(options.workers());
        this.monitor = new Monitor(this, options, clock);
        this.loops = new AtomicReferenceArray<>(options.workers());
        this.ended = new CountDownLatch(options.workers());
        for (int worker = 0; worker < options.workers(); worker++) {
            loops.set(worker, new WorkerLoop(this, clock, worker, new Counters()));
        }
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

    Monitor monitor() {
        return monitor;
    }

    int size() {
        return loops.length();
    }

    WorkerLoop at(int worker) {
        return loops.get(worker);
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
        loops().forEach(loop -> loop.interrupt(lane, deadline));
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

    /** Called by a worker that has slept and now has work: its wake-up may have been for other work. */
    void passOnWakeUp() {
        if (sleep.hasSleepers() && hasWork()) {
            sleep.signal();
        }
    }

    /** Monitor: this thread did not come back, and all that it had is the caller's. */
    void abandoned(WorkerLoop lost) {
        lost.counters().stuck();
        lost.surrender(lost.next() + 1);
        replace(lost, "is stuck and was given up");
        lost.reportStuck();
    }

    /** The lost thread itself: it ends of a throwable that was not a step's. */
    void died(WorkerLoop lost, Throwable thrown) {
        Log.log(Level.ERROR, lost.thread().getName() + " died", thrown);
        sleep.retract(lost.index());
        lost.surrender(lost.next());
        replace(lost, "died of " + thrown);
    }

    /** The new thread itself. While the engine starts, its starter hears of it from the worker's future. */
    void startFailed(WorkerLoop lost, Throwable thrown) {
        leaving.add(lost.thread());
        dismiss(startFailure(lost, thrown));
    }

    private void replace(WorkerLoop lost, String why) {
        String what = lost.thread().getName() + " " + why;
        int number = replaced.incrementAndGet();
        if (closing) {
            ended.countDown();
        } else if (number > options.replacements()) {
            dismiss("engine " + options.name() + " has replaced " + options.replacements()
                    + " workers, its limit, and now " + what
                    + "; look for cases that ignore their timeout, then restart the executor");
        } else {
            Log.log(Level.WARNING, what + "; replacement " + number + " of at most " + options.replacements());
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
        launch(fresh);
    }

    /** Leaves a worker's place empty, and takes no more work. */
    private void dismiss(String reason) {
        Log.log(Level.ERROR, reason);
        refuse(reason);
        ended.countDown();
    }

    private void refuse(String reason) {
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
        sleep.signalAll();
        monitor.closeAfterGrace();
        boolean interrupted = joined(ended::await);
        monitor.stop();
        leaving.add(monitor.thread());
        for (Thread thread : leaving) {
            interrupted |= joined(thread::join);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean owns(Thread thread) {
        return thread == monitor.thread() || loops().stream().anyMatch(loop -> loop.thread() == thread);
    }

    /** Waits through interrupts, because the wait is bounded and what follows must not be skipped. True when there was one. */
    private static boolean joined(Waiting waiting) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private interface Waiting {
        void await() throws InterruptedException;
    }
}
