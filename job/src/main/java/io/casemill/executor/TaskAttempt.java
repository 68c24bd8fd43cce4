package io.casemill.executor;

import io.casemill.engine.Engine;
import io.casemill.engine.Lane;
import io.casemill.engine.Pipeline;
import io.casemill.engine.Stage;
import io.casemill.session.Session;
import io.casemill.status.FlushPolicy;
import io.casemill.status.Placement;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusLog;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one partition: a pipeline whose ends belong to the task's thread.
 *
 * <pre>
 *   cases ─prepare─▶ channel ─▶ simulate ─▶ channel ─record─▶ status log ─▶ segments
 *   └─ task's thread ─┘        └ workers ┘         └──────── task's thread ────────┘
 * </pre>
 *
 * <p>Without workers, because the runtime has none or its engine takes no more work, the task's thread simulates as well, one case
 * after the other in plan order.
 */
public final class TaskAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(TaskAttempt.class);

    /** Chunks under way per worker: one to run and one to take next. */
    private static final int CHUNKS_PER_WORKER = 2;

    /**
     * Chunks that wait for a worker. When the task's thread takes the result of one, another moves on; the second then tells how long
     * there was work and no thread to take its results.
     */
    static final int PREPARED = 2;

    /** What a step may take beyond the case's own limit, while its runner ends processes and reads results. */
    private static final long RUNNER_GRACE_NANOS = 10_000_000_000L;

    private TaskAttempt() {}

    /**
     * Runs the cases of one partition and returns what became durable. Called on, and blocks, the task's thread.
     *
     * @param cases the cases in plan order, read lazily
     * @param tally told of recorded cases as they come
     * @param killed whether Spark wants the task to end
     * @throws InterruptedException when the thread is interrupted or {@code killed} says so
     * @throws CircuitOpenException when this executor cannot run the cases; another one, or a later attempt, may
     * @throws FatalErrorException when the JVM has failed
     * @throws IllegalStateException when affinity is required and the system took CPUs away
     * @throws RejectedExecutionException when the runtime is closed
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
        runtime.requireSound();
        runtime.followCpus();
        RunRuntime run = runtime.acquire(setup);
        Stay stay = runtime.stay(run);
        Session.Attempt attempt =
                new Session.Attempt(setup.runId(), setup.epoch(), id.partition(), id.stageAttempt(), id.taskAttempt());
        try (Session session = new Session(attempt, run.store())) {
            SegmentName first = new SegmentName(setup.epoch(), id.partition(), id.stageAttempt(), id.taskAttempt(), 0);
            StatusLog log = new StatusLog(run.store(), run.columns(), first, FlushPolicy.DEFAULT, System::nanoTime);
            Counts counts = new Counts(tally);
            FinishedCases finished = FinishedCases.of(run.store(), setup.epoch(), id, counts);
            CaseFlow flow = new CaseFlow(setting(runtime, run, session, id), finished, cases, log, counts, killed);
            String degraded = flow(runtime, stay, flow);
            return new TaskCommit(
                    id.partition(),
                    id.stageAttempt(),
                    id.taskAttempt(),
                    log.close(),
                    counts.completed(),
                    counts.failed(),
                    flow.left(),
                    degraded);
        } finally {
            tally.add(stay.soFar());
            runtime.release(run);
        }
    }

    static Setting setting(ExecutorRuntime runtime, RunRuntime run, Session session, TaskId id) {
        Placement placement = new Placement(id.host(), id.executor(), id.partition(), session.id());
        long caseTimeoutNanos = run.definition().limits().timeout().toNanos();
        long stepTimeoutNanos =
                run.inProcess() ? caseTimeoutNanos : Math.addExact(caseTimeoutNanos, RUNNER_GRACE_NANOS);
        return new Setting(
                runtime,
                run,
                session,
                new RowFactory(run.definition().outputs(), placement),
                new Judge(run.definition().failure(), run.definition().limits(), run.circuit(), stepTimeoutNanos));
    }

    /**
     * Runs all cases; when that ends early, what had ended is durable after this.
     *
     * @return why workers did not run all of them, though they should have, or null
     */
    static @Nullable String flow(ExecutorRuntime runtime, Stay stay, CaseFlow flow)
            throws IOException, InterruptedException {
        try {
            String refusal = untilLeft(runtime, stay, flow);
            // It may have failed in the very last case.
            runtime.requireSound();
            return refusal;
        } catch (InterruptedException | RuntimeException e) {
            try {
                flow.close();
            } catch (IOException notDurable) {
                notDurable.addSuppressed(e);
                throw notDurable;
            }
            throw e;
        }
    }

    /** Runs all cases, or leaves those that have not ended; only when the partition has used up its time is that all. */
    private static @Nullable String untilLeft(ExecutorRuntime runtime, Stay stay, CaseFlow flow)
            throws IOException, InterruptedException {
        String refusal = runtime.isInline() ? runtime.degraded() : null;
        try {
            refusal = runtime.isInline() ? refusal : onWorkers(runtime, stay, flow);
            if (runtime.isInline() || refusal != null) {
                onThisThread(runtime, stay, flow);
            }
        } catch (LeavingException e) {
            flow.leave();
            LOG.warn("{}; it left {} cases", e.why(), flow.left());
            if (!(e instanceof LeavingException.PartitionTimeout)) {
                throw e;
            }
        }
        return refusal;
    }

    /** The most chunks that workers have before them. */
    static int window(int workers) {
        return CHUNKS_PER_WORKER * workers;
    }

    /** Runs all cases, or as many as the engine took; then the reason is returned, and the others are left in the flow. */
    private static @Nullable String onWorkers(ExecutorRuntime runtime, Stay stay, CaseFlow flow)
            throws IOException, InterruptedException {
        Engine engine = runtime.engine();
        try (Lane lane = engine.lane(runtime.arrival())) {
            run(stay, flow, lane, window(engine.workers()));
            return null;
        } catch (RejectedExecutionException e) {
            String refusal = engine.refusal();
            if (refusal == null) {
                throw e;
            }
            LOG.warn("Degraded: {}; the task's own thread runs the other cases, one after the other", refusal);
            return refusal;
        }
    }

    private static void onThisThread(ExecutorRuntime runtime, Stay stay, CaseFlow flow)
            throws IOException, InterruptedException {
        flow.runHere();
        Engine inline = runtime.engine().inline();
        try (inline;
                Lane lane = inline.lane(0)) {
            run(stay, flow, lane, 1);
        } finally {
            stay.ranInline(inline.statistics());
        }
    }

    private static void run(Stay stay, CaseFlow flow, Lane lane, int width) throws IOException, InterruptedException {
        Stage<CaseWork> simulate = new Stage<>("simulate", width, width, work -> work);
        Pipeline<CaseWork> pipeline = new Pipeline<>(lane, PREPARED, List.of(simulate));
        try {
            pipeline.run(flow);
        } finally {
            pipeline.statistics().forEach(stage -> stay.heldUp(stage.behind().waitedNanos()));
        }
    }
}
