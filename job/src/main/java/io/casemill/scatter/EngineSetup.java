package io.casemill.scatter;

import io.casemill.executor.ExecutorRuntime;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.util.Utils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How an executor starts its engine.
 *
 * @param cores cores that Spark gave each executor, by executor id
 * @param affinity the affinity mode's name
 */
record EngineSetup(HashMap<String, Integer> cores, String affinity) implements Serializable {
    /** {@code off}, {@code best-effort} or {@code required}. */
    static final String AFFINITY = "spark.casemill.affinity";

    /** Asks Spark what the executors have. An executor that joins later falls back on the configuration. */
    static EngineSetup of(SparkContext spark) {
        HashMap<String, Integer> cores = new HashMap<>();
        for (ExecutorSummary executor :
                CollectionConverters.asJava(spark.statusStore().executorList(true))) {
            if (executor.totalCores() > 0) {
                cores.put(executor.id(), executor.totalCores());
            }
        }
        return new EngineSetup(cores, spark.conf().get(AFFINITY, "best-effort"));
    }

    /** Tasks that run at once on the whole cluster, as far as is known now. */
    int slots(SparkContext spark) {
        int known = cores.values().stream().mapToInt(Integer::intValue).sum();
        return Math.max(1, Math.max(known, spark.defaultParallelism()));
    }

    ExecutorRuntime start(String executor) throws IOException {
        int workers = cores.containsKey(executor)
                ? cores.get(executor)
                : SparkEnv.get()
                        .conf()
                        .getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
        Path scratch = Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
        return ExecutorRuntime.start(executor, workers, affinity, scratch);
    }
}
