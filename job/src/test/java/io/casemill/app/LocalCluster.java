package io.casemill.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Settings under which Spark starts executors with the class path of the tests, and begins only when all of their cores are there: one
 * that comes late may find nothing left to do.
 */
final class LocalCluster implements AutoCloseable {
    private final String master;
    private final Map<String, String> settings;

    LocalCluster(int executors, int coresOfEach) throws IOException {
        master = "local-cluster[" + executors + "," + coresOfEach + ",1024]";
        // Spark insists that its home has a folder for jars.
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        settings = Map.of(
                "spark.executor.extraClassPath",
                System.getProperty("java.class.path"),
                "spark.cores.max",
                String.valueOf(executors * coresOfEach),
                "spark.scheduler.minRegisteredResourcesRatio",
                "1",
                "spark.scheduler.maxRegisteredResourcesWaitingTime",
                "120s");
        settings.forEach(System::setProperty);
    }

    String master() {
        return master;
    }

    @Override
    public void close() {
        settings.keySet().forEach(System::clearProperty);
    }
}
