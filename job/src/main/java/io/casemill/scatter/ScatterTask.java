package io.casemill.scatter;

import io.casemill.executor.ExecutorRuntime;
import io.casemill.executor.RunSetup;
import io.casemill.executor.TaskAttempt;
import io.casemill.executor.TaskCommit;
import io.casemill.executor.TaskId;
import io.casemill.plan.CaseRows;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.Utils;

/** What Spark runs for each partition: hands the cases to the executor's engine and returns the commit. */
final class ScatterTask implements FlatMapFunction<Iterator<InternalRow>, TaskCommit> {
    private static final long serialVersionUID = 1;

    private final RunSetup setup;
    private final CaseRows rows;
    private final Counters counters;
    private final EngineSetup engine;
    private final Admissions admissions;

    ScatterTask(RunSetup setup, Counters counters, EngineSetup engine, Admissions admissions) {
        this.setup = setup;
        this.rows = new CaseRows(setup.columns());
        this.counters = counters;
        this.engine = engine;
        this.admissions = admissions;
    }

    @Override
    public Iterator<TaskCommit> call(Iterator<InternalRow> partition) throws IOException {
        TaskContext task = TaskContext.get();
        String executor = SparkEnv.get().executorId();
        TaskId id = new TaskId(
                task.partitionId(), task.stageAttemptNumber(), task.attemptNumber(), executor, Utils.localHostName());
        Iterator<Case> cases = admissions.limit(task.partitionId(), rows.cases(partition));
        ExecutorRuntime runtime = SharedRuntime.acquire(() -> engine.start(executor));
        try {
            return List.of(TaskAttempt.run(runtime, setup, id, cases, counters::add, task::isInterrupted))
                    .iterator();
        } catch (InterruptedException e) {
            throw new TaskKilledException("rows of ended cases are durable");
        } finally {
            SharedRuntime.release();
        }
    }
}
