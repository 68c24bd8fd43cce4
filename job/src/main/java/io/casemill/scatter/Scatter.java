package io.casemill.scatter;

import io.casemill.executor.RunSetup;
import io.casemill.executor.TaskCommit;
import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import io.casemill.plan.Plan;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Sends one run's cases to the executors and collects what they made durable. Used by the driver's thread. */
public final class Scatter {
    private static final long TICK_MILLIS = 250;

    /** How long cancelled tasks may take to flush; Spark itself waits longer before it kills a JVM. */
    private static final long QUIET_NANOS = 30_000_000_000L;

    private final JavaSparkContext spark;
    private final Plan plan;
    private final RunSetup setup;
    private final EngineSetup engine;
    private final Counters counters;

    public Scatter(JavaSparkContext spark, Plan plan, RunSetup setup) {
        this.spark = spark;
        this.plan = plan;
        this.setup = setup;
        this.engine = EngineSetup.of(spark.sc());
        this.counters = Counters.register(spark.sc(), setup.runId());
    }

    /**
     * What is to run.
     *
     * @param ranges one per partition
     * @param where a condition beside the sweep's own, or null
     * @param limit at most so many cases, or null
     * @param cases how many cases that is
     * @param counts cases by partition, before the limit
     */
    public record Work(
            List<CaseRange> ranges,
            @Nullable String where,
            @Nullable Long limit,
            long cases,
            List<Long> counts) {}

    /** Live counts. */
    public interface Watcher {
        /** Called about four times a second. Returns why the run should stop, or null to go on. */
        @Nullable String tick(long completed, long failed, long specFailed);
    }

    /**
     * How a scatter ended.
     *
     * @param commits of the tasks that ended well
     * @param stopped what {@link Watcher#tick} said, or null
     * @param interrupted whether the driver's thread was interrupted
     */
    public record Result(List<TaskCommit> commits, @Nullable String stopped, boolean interrupted) {}

    /**
     * Partitions the unsettled cases and counts them.
     *
     * <p>Without conditions the counts follow from the ranges; otherwise a first Spark job counts.
     */
    public Work work(CaseSet settled, @Nullable String where, @Nullable Long limit) {
        List<CaseRange> ranges =
                PartitionSizes.of(engine.slots(spark.sc())).cut(plan.sweep().size(), settled);
        boolean filtered = where != null || plan.sweep().definition().where() != null;
        List<Long> counts = filtered && !ranges.isEmpty()
                ? plan.rows(ranges, where)
                        .toJavaRDD()
                        .mapPartitions(new CountTask())
                        .collect()
                : ranges.stream().map(CaseRange::size).toList();
        long all = counts.stream().mapToLong(Long::longValue).sum();
        return new Work(ranges, where, limit, limit == null ? all : Math.min(limit, all), counts);
    }

    /**
     * Runs the work. Blocks until every task has ended, or until some time after the run was stopped.
     *
     * @throws ExecutionException when Spark gave the job up
     */
    public Result run(Work work, Watcher watcher) throws ExecutionException {
        String group = "casemill-" + setup.runId() + "-" + setup.epoch();
        RunWatch watch = new RunWatch(counters, group);
        JobGroup callers = JobGroup.of(spark);
        spark.sc().addSparkListener(watch);
        spark.setJobGroup(group, "casemill run " + setup.runId(), true);
        try {
            Admissions admissions =
                    work.limit() == null ? Admissions.ALL : Admissions.first(work.limit(), work.counts());
            JavaFutureAction<List<TaskCommit>> job = plan.rows(work.ranges(), work.where())
                    .toJavaRDD()
                    .mapPartitions(new ScatterTask(setup, counters, engine, admissions))
                    .collectAsync();
            return await(job, watch, watcher, group);
        } finally {
            callers.restore(spark);
            spark.sc().removeSparkListener(watch);
        }
    }

    private Result await(JavaFutureAction<List<TaskCommit>> job, RunWatch watch, Watcher watcher, String group)
            throws ExecutionException {
        try {
            while (true) {
                try {
                    List<TaskCommit> commits = job.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                    // The listener may still be behind; the merged counters are not.
                    watcher.tick(
                            counters.completed().value(),
                            counters.failed().value(),
                            counters.specFailed().value());
                    return new Result(commits, null, false);
                } catch (TimeoutException stillRunning) {
                    String stop = watcher.tick(watch.completed(), watch.failed(), watch.specFailed());
                    if (stop != null) {
                        cancel(group, watch);
                        return new Result(List.of(), stop, false);
                    }
                }
            }
        } catch (InterruptedException e) {
            cancel(group, watch);
            return new Result(List.of(), null, true);
        } catch (RuntimeException e) {
            // The watcher's: nobody is there any more to take what the job would bring.
            cancel(group, watch);
            throw e;
        }
    }

    private void cancel(String group, RunWatch watch) {
        spark.sc().cancelJobGroup(group);
        try {
            watch.awaitQuiet(QUIET_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The job group that the calling thread was in before. */
    private record JobGroup(
            @Nullable String id,
            @Nullable String description,
            @Nullable String interrupts) {
        private static final String DESCRIPTION = "spark.job.description";
        private static final String INTERRUPTS = "spark.job.interruptOnCancel";

        static JobGroup of(JavaSparkContext spark) {
            return new JobGroup(
                    spark.getLocalProperty(RunWatch.GROUP),
                    spark.getLocalProperty(DESCRIPTION),
                    spark.getLocalProperty(INTERRUPTS));
        }

        void restore(JavaSparkContext spark) {
            spark.setLocalProperty(RunWatch.GROUP, id);
            spark.setLocalProperty(DESCRIPTION, description);
            spark.setLocalProperty(INTERRUPTS, interrupts);
        }
    }
}
