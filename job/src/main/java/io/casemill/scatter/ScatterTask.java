package io.casemill.scatter;

import io.casemill.executor.CircuitOpenException;
import io.casemill.executor.ExecutorRuntime;
import io.casemill.executor.FatalErrorException;
import io.casemill.executor.LogLabels;
import io.casemill.executor.RunSetup;
import io.casemill.executor.TaskAttempt;
import io.casemill.executor.TaskCommit;
import io.casemill.executor.TaskId;
import io.casemill.plan.CaseRows;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.Utils;

/** What Spark runs for each partition: hands the cases to the executor's engine and returns the commit. */
final class ScatterTask implements FlatMapFunction<Iterator<InternalRow>, TaskCommit> {
    private static final long serialVersionUID = 1;

    /** What Spark calls the one executor of local mode. */
    private static final String DRIVER = "driver";

    /** How long the tasks of an executor that must end may take to make their rows durable. */
    private static final Duration FLUSH_TIME = Duration.ofSeconds(30);

    /** How long its process may take to end after that. */
    private static final Duration EXIT_TIME = Duration.ofSeconds(5);

    private static final int MEMORY_WAITS = 600;
    private static final int MEMORY_WAIT_MILLIS = 100;
    private static final int MEMORY_ROOM = 4 << 20;

    /** Spark's own exit code for this. */
    private static final int UNCAUGHT_EXCEPTION = 50;

    private final RunSetup setup;
    private final CaseRows rows;
    private final Counters counters;
    private final EngineSetup engine;
    private final Admissions admissions;
    private final int first;

    /**
     * @param first the run's number of the first partition of the job
     */
    ScatterTask(RunSetup setup, Counters counters, EngineSetup engine, Admissions admissions, int first) {
        this.setup = setup;
        this.rows = new CaseRows(setup.columns());
        this.counters = counters;
        this.engine = engine;
        this.admissions = admissions;
        this.first = first;
    }

    @Override
    public Iterator<TaskCommit> call(Iterator<InternalRow> partition) throws Exception {
        TaskContext task = TaskContext.get();
        String executor = SparkEnv.get().executorId();
        int number = first + task.partitionId();
        TaskId id =
                new TaskId(number, task.stageAttemptNumber(), task.attemptNumber(), executor, Utils.localHostName());
        Iterator<Case> cases = admissions.limit(number, rows.cases(partition));
        int workers = engine.workers(executor);
        ExecutorRuntime runtime = SharedRuntime.acquire(workers, engine.maker(executor, workers));
        boolean late = runtime.isCondemned();
        FatalErrorException failure;
        LogLabels labels = LogLabels.ofTask(setup.runId(), id);
        try {
            TaskCommit commit = TaskAttempt.run(runtime, setup, id, cases, counters, task::isInterrupted);
            awaitMemory();
            return List.of(commit).iterator();
        } catch (InterruptedException e) {
            throw new TaskKilledException("rows of ended cases are durable");
        } catch (CircuitOpenException e) {
            // Another executor may run it, and none of the attempts that Spark grants is used up.
            throw new TaskKilledException(e.getMessage());
        } catch (OutOfMemoryError e) {
            awaitMemory();
            throw new IllegalStateException(
                    "No memory for status rows while cases filled the heap; give the process more, with"
                            + " spark.executor.memory or CASEMILL_JAVA_OPTS=-Xmx...");
        } catch (FatalErrorException e) {
            failure = e;
        } finally {
            labels.close();
            SharedRuntime.release(workers);
        }
        throw executor.equals(DRIVER) ? new IOException(failure.getMessage()) : ended(runtime, failure, late);
    }

    /**
     * Ends the process of an executor, once all its tasks have made their rows durable. In local mode that process is the driver,
     * which has a table to publish; there the task fails like any other.
     *
     * @param late whether the task came when the JVM had failed already: it must not fail as fast as Spark sends it again
     */
    private static Exception ended(ExecutorRuntime runtime, FatalErrorException failure, boolean late)
            throws InterruptedException {
        if (late) {
            TimeUnit.NANOSECONDS.sleep(FLUSH_TIME.toNanos());
            return new TaskKilledException(failure.getMessage());
        }
        runtime.awaitQuiet(FLUSH_TIME);
        // Spark ends the process when it sees the cause of the failure. A failed JVM may not come to the end of that.
        Thread last = new Thread(ScatterTask::halt, "casemill-halt");
        last.setDaemon(true);
        last.start();
        return failure;
    }

    /**
     * Waits until there is memory, because Spark needs some to tell how the task ended, and ends the process when it finds none, in local mode
     * the driver's. For the same reason the error itself is not what a task fails with. When a case has filled the heap, it has been
     * given back by the end of its time limit at the latest.
     */
    private static void awaitMemory() throws InterruptedException {
        for (int i = 0; i < MEMORY_WAITS; i++) {
            try {
                byte[] room = new byte[MEMORY_ROOM];
                if (room.length > 0) {
                    return;
                }
            } catch (OutOfMemoryError still) {
                TimeUnit.MILLISECONDS.sleep(MEMORY_WAIT_MILLIS);
            }
        }
    }

    private static void halt() {
        try {
            TimeUnit.NANOSECONDS.sleep(EXIT_TIME.toNanos());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(UNCAUGHT_EXCEPTION);
    }
}
