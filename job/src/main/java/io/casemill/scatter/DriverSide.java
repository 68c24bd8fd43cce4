package io.casemill.scatter;

import com.codahale.metrics.MetricRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;

/** Shows on the driver what executors elsewhere say of their engines: {@code executor.<id>.…}, until Spark removes them. */
final class DriverSide extends SparkListener implements DriverPlugin {
    /** Null in local mode, where the executor's metrics are this JVM's. */
    private volatile @Nullable MetricRegistry registry;

    /** The latest by executor. Gauges read it without a lock, because they are made under one. */
    private final Map<String, EngineFigures> latest = new ConcurrentHashMap<>();

    /** By executor. Guarded by this. */
    private final Map<String, EngineMetrics> shown = new HashMap<>();

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
        if (!spark.isLocal()) {
            registry = context.metricRegistry();
            spark.addSparkListener(this);
        }
        return Map.of();
    }

    @Override
    public void registerMetrics(String appId, PluginContext context) {
        MetricRegistry remote = registry;
        if (remote != null) {
            // Spark takes over a registry, with whatever comes later, when it holds something.
            remote.gauge("executors", () -> latest::size);
        }
    }

    @Override
    public @Nullable Object receive(Object message) {
        MetricRegistry remote = registry;
        if (message instanceof EngineFigures figures && remote != null) {
            show(figures, remote);
        }
        return null;
    }

    private synchronized void show(EngineFigures figures, MetricRegistry into) {
        String executor = figures.executor();
        latest.put(executor, figures);
        shown.computeIfAbsent(
                        executor,
                        id -> new EngineMetrics(into, "executor." + id + ".", () -> latest(id), System::nanoTime))
                .show(figures.workers().size());
    }

    private EngineFigures latest(String executor) {
        return latest.getOrDefault(executor, EngineFigures.of(executor, List.of()));
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        latest.remove(removed.executorId());
        EngineMetrics gone = shown.remove(removed.executorId());
        if (gone != null) {
            gone.remove();
        }
    }
}
