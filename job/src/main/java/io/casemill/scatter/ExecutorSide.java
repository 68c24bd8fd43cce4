package io.casemill.scatter;

import io.casemill.executor.ExecutorRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the executor's engines to the executor's end, and shows their figures: as metrics of this JVM, and, when the driver is
 * elsewhere, to the driver, because executors have no web page of their own.
 */
final class ExecutorSide implements ExecutorPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorSide.class);

    /** How often the driver is told. */
    static final String INTERVAL = "spark.casemill.metrics.interval";

    /** Written by tasks' threads, read by those that ask for metrics. */
    private volatile List<ExecutorRuntime> engines = List.of();

    private @Nullable ScheduledExecutorService sender;

    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
        String executor = context.executorID();
        EngineMetrics metrics = new EngineMetrics(
                context.metricRegistry(), "", () -> EngineFigures.of(executor, engines), System::nanoTime);
        Runnable send = () -> send(context);
        ScheduledExecutorService remote = executor.equals("driver") ? null : sender(context, send);
        sender = remote;
        SharedRuntime.hold(present -> {
            engines = present;
            metrics.show(EngineFigures.of(executor, present).workers().size());
            if (remote != null) {
                remote.execute(send);
            }
        });
    }

    private static ScheduledExecutorService sender(PluginContext context, Runnable send) {
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "casemill-metrics");
            thread.setDaemon(true);
            return thread;
        });
        long millis = context.conf().getTimeAsMs(INTERVAL, "5s");
        ScheduledFuture<?> unused = sender.scheduleWithFixedDelay(send, millis, millis, TimeUnit.MILLISECONDS);
        return sender;
    }

    private void send(PluginContext context) {
        try {
            context.send(EngineFigures.of(context.executorID(), engines));
        } catch (Exception e) {
            // The next one may arrive, and a run does not need them.
            LOG.debug("Cannot send figures to the driver", e);
        }
    }

    @Override
    public void shutdown() {
        if (sender != null) {
            sender.shutdownNow();
        }
        SharedRuntime.letGo();
    }
}
