package io.casemill.scatter;

import io.casemill.executor.EngineStatistics;
import io.casemill.executor.RunSetup;
import io.casemill.executor.TaskCommit;
import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import io.casemill.plan.Plan;
import io.casemill.profile.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** Sends one run's cases to the executors and collects what they made durable. Used by the driver's thread. */
public final class Scatter {
    private static final Logger LOG = LoggerFactory.getLogger(Scatter.class);
    private static final long TICK_MILLIS = 250;

    /** How long cancelled tasks may take to flush; Spark itself waits longer before it kills a JVM. */
    private static final long QUIET_NANOS = 30_000_000_000L;

    private final JavaSparkContext spark;
    private final Plan plan;
    private final RunSetup setup;
    private final EngineSetup engine;
    private final Counters counters;

    /** Tasks that still ran some time after they were to end. */
    private int stuck;

    public Scatter(JavaSparkContext spark, Plan plan, RunSetup setup) {
        this.spark = spark;
        this.plan = plan;
        this.setup = setup;
        this.engine = EngineSetup.of(spark.sc(), plan.sweep().definition().execution());
        this.counters = Counters.register(spark.sc(), setup.runId());
    }

    /**
     * Looks at the settings that executors read.
     *
     * @throws IllegalArgumentException naming the one that is wrong, and what may stand there
     */
    public static void requireValid(SparkConf conf) {
        EngineSetup.affinity(conf);
        EngineSetup.circuitDelay(conf);
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
     * @param lost why Spark gave the job up, or null
     */
    public record Result(
            List<TaskCommit> commits,
            @Nullable String stopped,
            boolean interrupted,
            @Nullable String lost) {
        private static final int MOST_REASONS = 3;

        public Result {
            commits = List.copyOf(commits);
        }

        /** Nothing was to run. */
        public static Result none() {
            return new Result(List.of(), null, false, null);
        }

        static Result stopped(String why) {
            return new Result(List.of(), why, false, null);
        }

        static Result interrupt() {
            return new Result(List.of(), null, true, null);
        }

        static Result lost(String why) {
            return new Result(List.of(), null, false, why);
        }

        private boolean isEarly() {
            return stopped != null || interrupted || lost != null;
        }

        /** How many partitions used up their time and left cases. */
        public long partitionsLeft() {
            return commits.stream().filter(commit -> commit.left() > 0).count();
        }

        /** How many cases they left. */
        public long casesLeft() {
            return commits.stream().mapToLong(TaskCommit::left).sum();
        }

        /** How many tasks had to run cases on their own threads, and why; null when none had to, as far as commits tell. */
        public @Nullable String degraded() {
            List<String> reasons = commits.stream()
                    .map(TaskCommit::degraded)
                    .filter(Objects::nonNull)
                    .toList();
            return reasons.isEmpty()
                    ? null
                    : reasons.size() + " of " + commits.size()
                            + " tasks ran cases on their own threads, one after the other: "
                            + reasons.stream().distinct().limit(MOST_REASONS).collect(Collectors.joining("; "));
        }
    }

    /**
     * Partitions the unsettled cases and counts them.
     *
     * <p>Without conditions the counts follow from the ranges; otherwise a first Spark job counts.
     */
    public Work work(CaseSet settled, @Nullable String where, @Nullable Long limit) {
        int slots = ordered() ? 1 : engine.slots(spark.sc());
        List<CaseRange> ranges = new PartitionSizes(
                        slots, engine.casesPerSlot(), engine.execution().partition())
                .cut(plan.sweep().size(), settled);
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

    /** Runs the work. Blocks until every task has ended, or until some time after the run was stopped. */
    public Result run(Work work, Watcher watcher) {
        String group = "casemill-" + setup.runId() + "-" + setup.epoch();
        RunWatch watch = new RunWatch(counters, group);
        JobGroup callers = JobGroup.of(spark);
        spark.sc().addSparkListener(watch);
        spark.setJobGroup(group, "casemill run " + setup.runId(), true);
        try {
            Admissions admissions =
                    work.limit() == null ? Admissions.ALL : Admissions.first(work.limit(), work.counts());
            // One job for all partitions, or a job for each when they must follow one another.
            int together = ordered() ? 1 : work.ranges().size();
            List<TaskCommit> commits = new ArrayList<>();
            for (int first = 0; first < work.ranges().size(); first += together) {
                if (ordered() && !admissions.any(first)) {
                    continue;
                }
                Result result = await(submit(work, first, first + together, admissions), watch, watcher, group);
                commits.addAll(result.commits());
                // What comes when the last case has ended stops nothing any more.
                boolean over = first + together >= work.ranges().size()
                        && !result.commits().isEmpty();
                if (result.isEarly() && !over) {
                    return new Result(commits, result.stopped(), result.interrupted(), result.lost());
                }
            }
            return new Result(commits, null, false, null);
        } finally {
            callers.restore(spark);
            spark.sc().removeSparkListener(watch);
        }
    }

    /** What the executors' workers did for the run, as far as tasks that ended have told; of a killed executor not the last of it. */
    public List<EngineStatistics> statistics() {
        return counters.statistics().value();
    }

    /** Ends the profile of a run that was to be profiled. Blocks for a short Spark job or a few. */
    public Profiles endProfile(Window window) {
        return Profiles.end(spark.sc(), new EndProfileTask(setup, engine, window));
    }

    private boolean ordered() {
        return engine.execution().mode().ordered();
    }

    private JavaFutureAction<List<TaskCommit>> submit(Work work, int from, int to, Admissions admissions) {
        return plan.rows(work.ranges().subList(from, to), work.where())
                .toJavaRDD()
                .mapPartitions(new ScatterTask(setup, counters, engine, admissions, from))
                .collectAsync();
    }

    private Result await(JavaFutureAction<List<TaskCommit>> job, RunWatch watch, Watcher watcher, String group) {
        try {
            while (true) {
                try {
                    List<TaskCommit> commits = job.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                    // The listener may still be behind; the merged counters are not.
                    String stop = watcher.tick(
                            counters.completed().value(),
                            counters.failed().value(),
                            counters.specFailed().value());
                    return new Result(commits, stop, false, null);
                } catch (TimeoutException stillRunning) {
                    String stop = watcher.tick(watch.completed(), watch.failed(), watch.specFailed());
                    if (stop != null) {
                        cancel(group, watch);
                        return Result.stopped(stop);
                    }
                    String noExecutor = watch.seesOpenCircuits() ? watch.everyCircuitOpen(executors()) : null;
                    if (noExecutor != null) {
                        cancel(group, watch);
                        return Result.lost(firstLine(noExecutor));
                    }
                }
            }
        } catch (InterruptedException e) {
            cancel(group, watch);
            return Result.interrupt();
        } catch (ExecutionException e) {
            LOG.error("Spark gave up the run", e);
            if (!spark.sc().isStopped()) {
                awaitQuiet(watch);
            }
            String said = watch.failure();
            return Result.lost(
                    "Spark gave up the run: " + firstLine(said == null ? String.valueOf(e.getCause()) : said));
        } catch (RuntimeException e) {
            // The watcher's: nobody is there any more to take what the job would bring.
            cancel(group, watch);
            throw e;
        }
    }

    private void cancel(String group, RunWatch watch) {
        spark.sc().cancelJobGroup(group);
        awaitQuiet(watch);
    }

    /** The executors that are there now. */
    private List<String> executors() {
        List<String> all = CollectionConverters.asJava(spark.sc().statusStore().executorList(true)).stream()
                .map(ExecutorSummary::id)
                .toList();
        // On a cluster the driver is listed as well, and runs nothing.
        return all.size() == 1
                ? all
                : all.stream().filter(id -> !id.equals("driver")).toList();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason was given");
    }

    /** Whether tasks that could not be ended hold all that Spark has to run tasks with: no other job would begin. */
    public boolean holdsAllSlots() {
        return stuck >= engine.slots(spark.sc());
    }

    private void awaitQuiet(RunWatch watch) {
        try {
            watch.awaitQuiet(QUIET_NANOS);
            stuck = watch.running();
            if (stuck > 0) {
                LOG.warn(
                        "Tasks that did not end within {} s: {}. What they had finished and not written runs again",
                        QUIET_NANOS / 1_000_000_000,
                        stuck);
            }
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
