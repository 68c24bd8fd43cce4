package io.casemill.scatter;

import io.casemill.executor.CircuitOpenException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Live counts of a run on the driver: what ended tasks reported, and what running tasks said in their heartbeats. Both
 * come through Spark's listener thread in order, so that no case is counted by a heartbeat and by its task's end as
 * well. Sees the tasks of one job group alone. The driver's thread reads.
 */
final class RunWatch extends SparkListener {
    /** Where Spark keeps the job group among a job's properties. */
    static final String GROUP = "spark.jobGroup.id";

    /** How often in a row an executor must tell that its circuit is open, with a probe in between. */
    private static final int CONVINCING = 2;

    private final Counters counters;
    private final String group;

    /** Stages of the group's jobs. Guarded by this. */
    private final Set<Integer> stages = new HashSet<>();

    /** By task id, then by accumulator id. Guarded by this. */
    private final Map<Long, Map<Long, Long>> running = new HashMap<>();

    /** What the newest failed task said. Guarded by this. */
    private @Nullable String failure;

    /** By executor: how it cannot run cases. Guarded by this. */
    private final Map<String, Open> open = new HashMap<>();

    /** By accumulator id. Guarded by this. */
    private final Map<Long, Long> ended = new HashMap<>();

    /**
     * @param counters of the run
     * @param group the job group that the run's jobs belong to
     */
    RunWatch(Counters counters, String group) {
        this.counters = counters;
        this.group = group;
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
        if (start.properties() != null && group.equals(start.properties().getProperty(GROUP))) {
            CollectionConverters.asJava(start.stageIds()).forEach(id -> stages.add((Integer) id));
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        if (stages.contains(start.stageId())) {
            running.put(start.taskInfo().taskId(), Map.of());
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (running.remove(end.taskInfo().taskId()) != null) {
            if (end.reason() instanceof TaskKilled killed) {
                // Spark itself takes no more accumulators of a job that was cancelled.
                CollectionConverters.asJava(killed.accums()).forEach(counters::addLate);
            }
            if (end.taskInfo().successful()) {
                values(end.taskInfo().accumulables()).forEach((id, value) -> ended.merge(id, value, Long::sum));
            }
            look(end.taskInfo(), end.reason());
            notifyAll();
        }
    }

    private void look(TaskInfo task, @Nullable TaskEndReason reason) {
        if (reason instanceof ExceptionFailure thrown) {
            failure = thrown.description();
        }
        String executor = task.executorId();
        if (reason instanceof TaskKilled killed && CircuitOpenException.isTold(killed.reason())) {
            Open before = open.get(executor);
            // Tasks that had begun before the last one told the same thing tell it of the same moment.
            if (before == null || task.launchTime() >= before.told()) {
                open.put(
                        executor,
                        new Open(before == null ? 1 : before.times() + 1, task.finishTime(), killed.reason()));
            }
        } else if (task.successful()) {
            open.remove(executor);
        }
    }

    /**
     * An executor whose circuit is open.
     *
     * @param times how often in a row a task told so
     * @param told when the last one did, on Spark's clock
     * @param reason what it said
     */
    private record Open(int times, long told, String reason) {}

    /** Whether any executor cannot run cases. */
    synchronized boolean seesOpenCircuits() {
        return !open.isEmpty();
    }

    /**
     * Why no case can run any more, or null while one may.
     *
     * @param alive the executors that there are
     */
    synchronized @Nullable String everyCircuitOpen(Collection<String> alive) {
        String reason = null;
        for (String executor : alive) {
            Open its = open.get(executor);
            if (its == null || its.times() < CONVINCING) {
                return null;
            }
            reason = its.reason();
        }
        return reason == null || alive.size() == 1
                ? reason
                : reason + " (and likewise on each of the " + alive.size() + " executors)";
    }

    /** What the newest task that failed by an exception said, or null when none has. */
    synchronized @Nullable String failure() {
        return failure;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> running.computeIfPresent((Long) task._1(), (id, before) -> values(task._4())));
    }

    private static Map<Long, Long> values(scala.collection.Iterable<AccumulableInfo> updates) {
        Map<Long, Long> values = new HashMap<>();
        for (AccumulableInfo info : CollectionConverters.asJava(updates)) {
            if (info.update().isDefined() && info.update().get() instanceof Long value) {
                values.put(info.id(), value);
            }
        }
        return values;
    }

    long completed() {
        return sum(counters.completed());
    }

    long failed() {
        return sum(counters.failed());
    }

    long specFailed() {
        return sum(counters.specFailed());
    }

    private synchronized long sum(LongAccumulator counter) {
        long sum = ended.getOrDefault(counter.id(), 0L);
        for (Map<Long, Long> values : running.values()) {
            sum += values.getOrDefault(counter.id(), 0L);
        }
        return sum;
    }

    /**
     * Waits until no task runs: a cancelled job returns before its tasks have flushed.
     *
     * @return whether that was so within the time
     */
    synchronized boolean awaitQuiet(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!running.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** How many tasks run. */
    synchronized int running() {
        return running.size();
    }
}
