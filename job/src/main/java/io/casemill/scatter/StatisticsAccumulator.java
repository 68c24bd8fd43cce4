package io.casemill.scatter;

import io.casemill.executor.EngineStatistics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Brings what the executors' workers did to the driver, with each task that ends: of each executor's stay the latest snapshot, so
 * that it grows with executors and workers and with nothing else. On the driver safe for any thread.
 */
final class StatisticsAccumulator extends AccumulatorV2<EngineStatistics, List<EngineStatistics>> {
    private static final long serialVersionUID = 1;

    /**
     * By stay. Replaced and never changed. Null while Java reads the accumulator: Spark's heartbeat knows it a moment before its
     * fields are there.
     */
    private volatile @Nullable HashMap<String, EngineStatistics> latest;

    /** Of a run; told of failed and killed tasks too. */
    static StatisticsAccumulator register(SparkContext spark) {
        StatisticsAccumulator registered = new StatisticsAccumulator();
        // Without a name: Spark's listeners would keep the text of each task's.
        registered.register(spark, Option.empty(), true);
        return registered;
    }

    /** Heartbeats are for the progress bar. */
    @Override
    public boolean excludeFromHeartbeat() {
        return true;
    }

    @Override
    public boolean isZero() {
        return latest == null;
    }

    @Override
    public StatisticsAccumulator copy() {
        StatisticsAccumulator copy = new StatisticsAccumulator();
        copy.latest = latest;
        return copy;
    }

    @Override
    public void reset() {
        latest = null;
    }

    @Override
    public void add(EngineStatistics statistics) {
        addAll(List.of(statistics));
    }

    @Override
    public void merge(AccumulatorV2<EngineStatistics, List<EngineStatistics>> other) {
        addAll(other.value());
    }

    private synchronized void addAll(Collection<EngineStatistics> snapshots) {
        HashMap<String, EngineStatistics> before = latest;
        HashMap<String, EngineStatistics> merged = before == null ? new HashMap<>() : new HashMap<>(before);
        for (EngineStatistics snapshot : snapshots) {
            merged.merge(snapshot.stay(), snapshot, (a, b) -> a.nanos() >= b.nanos() ? a : b);
        }
        latest = merged;
    }

    @Override
    public List<EngineStatistics> value() {
        HashMap<String, EngineStatistics> snapshots = latest;
        return snapshots == null ? List.of() : List.copyOf(snapshots.values());
    }
}
