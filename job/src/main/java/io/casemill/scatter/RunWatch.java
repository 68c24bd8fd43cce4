package io.casemill.scatter;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Live counts of a run on the driver: what ended tasks merged, and what running tasks said in their heartbeats. Spark's
 * listener thread writes, the driver's thread reads.
 */
final class RunWatch extends SparkListener {
    private final Counters counters;

    /** By task id, then by accumulator id; guarded by this. */
    private final Map<Long, Map<Long, Long>> running = new HashMap<>();

    RunWatch(Counters counters) {
        this.counters = counters;
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        running.put(start.taskInfo().taskId(), Map.of());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        notifyAll();
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates()).forEach(task -> {
            Long id = (Long) task._1();
            if (running.containsKey(id)) {
                Map<Long, Long> values = new HashMap<>();
                for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
                    if (info.update().isDefined() && info.update().get() instanceof Long value) {
                        values.put(info.id(), value);
                    }
                }
                running.put(id, values);
            }
        });
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
        long sum = counter.value();
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
