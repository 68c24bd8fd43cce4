package io.casemill.scatter;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Keeps the executor's engine from its first task to the executor's end: {@code spark.plugins}. */
public final class CasemillPlugin implements SparkPlugin {

    @Override
    public @Nullable DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extraConf) {
                SharedRuntime.hold();
            }

            @Override
            public void shutdown() {
                SharedRuntime.release();
            }
        };
    }
}
