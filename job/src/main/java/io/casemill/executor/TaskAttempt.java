package io.casemill.executor;

import io.casemill.engine.Lane;
import io.casemill.session.Session;
import io.casemill.status.FlushPolicy;
import io.casemill.status.Placement;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusLog;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One attempt at one partition. The task's thread admits cases to the engine within a bounded window and writes the rows
 * that workers leave; the workers run the cases.
 *
 * <pre>
 *   cases ──admit──▶ lane ──▶ workers ──rows──▶ collect ──▶ status log ──▶ segments
 *   └────────── task's thread ──────┘ engine └────────── task's thread ──────────┘
 * </pre>
 */
public final class TaskAttempt {
    /** Chunks under way per worker: one to run and one to take next. */
    private static final int CHUNKS_PER_WORKER = 2;

    /** How often the task's thread looks at its flush deadline and at Spark's kill while nothing else wakes it. */
    private static final long PARK_NANOS = 50_000_000;

    /** What a step may take beyond the case's own limit, while its runner ends processes and reads results. */
    private static final long RUNNER_GRACE_NANOS = 10_000_000_000L;

    private final ExecutorRuntime runtime;
    private final RunRuntime run;
    private final Session session;
    private final StatusLog log;
    private final RowFactory rows;
    private final Tally tally;
    private final BooleanSupplier killed;
    private final long stepTimeoutNanos;
    private final Thread thread = Thread.currentThread();
    private final ArrayDeque<CaseWork> open = new ArrayDeque<>();
    private final ArrayDeque<CaseWork.Again> again = new ArrayDeque<>();
    private final ChunkSize chunkSize = new ChunkSize();

    private final Counts counts = new Counts();

    private boolean progressed;

    /** Written by the task's thread, read by workers. */
    private volatile boolean cancelled;

    private TaskAttempt(ExecutorRuntime runtime, RunRuntime run, TaskId id, Tally tally, BooleanSupplier killed) {
        this.runtime = runtime;
        this.run = run;
        this.tally = tally;
        this.killed = killed;
        RunSetup setup = run.setup();
        this.session = new Session(
                new Session.Attempt(setup.runId(), setup.epoch(), id.partition(), id.stageAttempt(), id.taskAttempt()),
                run.store());
        Placement placement = new Placement(id.host(), id.executor(), id.partition(), session.id());
        this.rows = new RowFactory(run, session, placement);
        SegmentName first = new SegmentName(setup.epoch(), id.partition(), id.stageAttempt(), id.taskAttempt(), 0);
        this.log = new StatusLog(run.store(), run.columns(), first, FlushPolicy.DEFAULT, System::nanoTime);
        long caseTimeoutNanos = run.definition().limits().timeout().toNanos();
        this.stepTimeoutNanos =
                run.inProcess() ? caseTimeoutNanos : Math.addExact(caseTimeoutNanos, RUNNER_GRACE_NANOS);
    }

    /**
     * Runs the cases of one partition and returns what became durable. Called on, and blocks, the task's thread.
     *
     * @param cases the cases in plan order, read lazily
     * @param tally told of recorded cases as they come
     * @param killed whether Spark wants the task to end
     * @throws InterruptedException when the thread is interrupted or {@code killed} says so
     * @throws java.util.concurrent.RejectedExecutionException with the reason, when the engine takes no more work
     * @throws RuntimeException what {@code cases} threw; after this and the exceptions above all rows of ended cases are
     *     durable
     * @throws IOException when rows cannot be made durable; the attempt failed
     */
    public static TaskCommit run(
            ExecutorRuntime runtime,
            RunSetup setup,
            TaskId id,
            Iterator<Case> cases,
            Tally tally,
            BooleanSupplier killed)
            throws IOException, InterruptedException {
        RunRuntime run = runtime.acquire(setup);
        try {
            TaskAttempt attempt = new TaskAttempt(runtime, run, id, tally, killed);
            attempt.runAll(cases);
            return new TaskCommit(
                    id.partition(),
                    id.stageAttempt(),
                    id.taskAttempt(),
                    attempt.log.close(),
                    attempt.counts.completed(),
                    attempt.counts.failed());
        } finally {
            runtime.release(run);
        }
    }

    private void runAll(Iterator<Case> cases) throws IOException, InterruptedException {
        try (Lane lane = runtime.engine().lane(runtime.arrival())) {
            try {
                while (cases.hasNext() || !open.isEmpty() || !again.isEmpty()) {
                    requireAlive();
                    admit(lane, cases);
                    collect();
                    log.flushIfDue();
                    if (!progressed) {
                        LockSupport.parkNanos(this, PARK_NANOS);
                    }
                }
            } catch (InterruptedException | RuntimeException e) {
                end(lane, e);
                throw e;
            } finally {
                cancelled = true;
            }
        } finally {
            session.close();
        }
    }

    private void requireAlive() throws InterruptedException {
        if (Thread.interrupted() || killed.getAsBoolean()) {
            throw new InterruptedException("The task was killed");
        }
    }

    /** Stops what runs, then makes durable what had ended. Bounded by the engine's grace and the log's patience. */
    private void end(Lane lane, Exception reason) throws IOException {
        cancelled = true;
        lane.cancel();
        boolean hurried = reason instanceof InterruptedException || killed.getAsBoolean();
        try {
            while (!open.isEmpty()) {
                hurry(hurried);
                collect();
                // The flag would end the wait at once.
                boolean ignored = Thread.interrupted();
                if (!progressed) {
                    LockSupport.parkNanos(this, PARK_NANOS);
                }
            }
            hurry(hurried);
            log.close();
        } catch (IOException e) {
            e.addSuppressed(reason);
            throw e;
        } finally {
            boolean ignored = Thread.interrupted();
        }
    }

    /** The interrupt flag is how a log learns that it must not wait long for a store that is down. */
    private static void hurry(boolean hurried) {
        if (hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Lane lane, Iterator<Case> cases) {
        for (CaseWork.Again next = again.poll(); next != null; next = again.poll()) {
            submit(lane, new CaseWork(this, new Case[] {next.theCase()}, next.attempt()));
        }
        int window = CHUNKS_PER_WORKER * runtime.engine().workers() + 1;
        while (open.size() < window && cases.hasNext()) {
            submit(lane, new CaseWork(this, next(cases), 0));
        }
    }

    private void submit(Lane lane, CaseWork work) {
        // Nothing is reported of what the lane refuses, so it must not be waited for.
        lane.submit(work, 0, work.size());
        open.add(work);
    }

    private Case[] next(Iterator<Case> cases) {
        int wanted = chunkSize.next();
        List<Case> chunk = new ArrayList<>(wanted);
        while (chunk.size() < wanted && cases.hasNext()) {
            chunk.add(cases.next());
        }
        return chunk.toArray(Case[]::new);
    }

    private void collect() throws IOException {
        progressed = false;
        Counts before = counts.copy();
        for (Iterator<CaseWork> i = open.iterator(); i.hasNext(); ) {
            CaseWork work = i.next();
            progressed |= work.drain();
            if (work.isEmptied()) {
                work.teach(chunkSize);
                i.remove();
            }
        }
        if (progressed) {
            counts.reportSince(before, tally);
        }
    }

    /** Called by the work that {@link #collect} drains. */
    void record(StatusRow row) throws IOException {
        log.append(row);
        counts.count(row);
    }

    RowFactory rows() {
        return rows;
    }

    Session session() {
        return session;
    }

    Seat newSeat() {
        return new Seat(run);
    }

    /** The key under which workers keep their seats: the run. */
    RunRuntime run() {
        return run;
    }

    long stepTimeoutNanos() {
        return stepTimeoutNanos;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether the sweep wants another attempt after this one failed. */
    boolean triesAgain(ErrorClass errorClass, int attempt) {
        return attempt < run.definition().failure().retriesOf(errorClass);
    }

    /** Called by the work that {@link #collect} drains. */
    void admitAgain(CaseWork.Again next) {
        again.add(next);
    }

    /** Called by workers when a chunk is done. */
    void wake() {
        LockSupport.unpark(thread);
    }
}
