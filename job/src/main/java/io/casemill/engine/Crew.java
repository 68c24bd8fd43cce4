package io.casemill.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionException;
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
        injector.stop(lane).forEach(Chunk::skip);
        // A chunk that is on its way from one worker to another is in no hand now; its next worker sees the lane
        // stopped.
        long deadline = clock.in(options.grace().toNanos());
        loops().forEach(loop -> loop.interrupt(lane, deadline));
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
        int stuck = lost.next();
        replace(lost, "is stuck and was given up");
        lost.surrender(stuck + 1);
        lost.reportStuck();
    }

    /** The lost thread itself: it ends of a throwable that was not a step's. */
    void died(WorkerLoop lost, Throwable thrown) {
        Log.log(Level.ERROR, lost.thread().getName() + " died", thrown);
        replace(lost, "died of " + thrown);
        lost.surrender(lost.next());
    }

    /** The new thread itself. While the engine starts, its starter hears of it from the worker's future. */
    void startFailed(WorkerLoop lost, Throwable thrown) {
        refuse(startFailure(lost, thrown));
        ended.countDown();
    }

    private void replace(WorkerLoop lost, String why) {
        String what = lost.thread().getName() + " " + why;
        int number = replaced.incrementAndGet();
        if (closing) {
            ended.countDown();
        } else if (number > options.replacements()) {
            String reason = "engine " + options.name() + " has replaced " + options.replacements()
                    + " workers, its limit, and now " + what
                    + "; look for cases that ignore their timeout, then restart the executor";
            Log.log(Level.ERROR, reason);
            refuse(reason);
            ended.countDown();
        } else {
            Log.log(Level.WARNING, what + "; replacement " + number + " of at most " + options.replacements());
            WorkerLoop fresh = new WorkerLoop(this, clock, lost.index(), lost.counters());
            loops.set(lost.index(), fresh);
            launch(fresh);
        }
    }

    private void refuse(String reason) {
        injector.refuse(reason).forEach(Chunk::skip);
    }

    /** A worker thread has ended in order. */
    void ended() {
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
        interrupted |= joined(monitor.thread()::join);
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
