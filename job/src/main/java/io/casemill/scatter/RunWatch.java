package io.casemill.scatter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Live counts of a run on the driver: what ended tasks reported, and what running tasks said in their heartbeats. Both
 * come through Spark's listener thread in order, so that no case is counted by a heartbeat and by its task's end as
 * well. Sees the tasks of one job group alone. The driver's thread reads.
 */
final class RunWatch extends SparkListener {
    /** Where Spark keeps the job group among a job's properties. */
    static final String GROUP = "spark.jobGroup.id";

    private final Counters counters;
    private final String group;

    /** Stages of the group's jobs. Guarded by this. */
    private final Set<Integer> stages = new HashSet<>();

    /** By task id, then by accumulator id. Guarded by this. */
    private final Map<Long, Map<Long, Long>> running = new HashMap<>();

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
            if (end.taskInfo().successful()) {
                values(end.taskInfo().accumulables()).forEach((id, value) -> ended.merge(id, value, Long::sum));
            }
            notifyAll();
        }
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
}
