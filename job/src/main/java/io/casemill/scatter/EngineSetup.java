package io.casemill.scatter;

import io.casemill.affinity.Affinity;
import io.casemill.executor.ExecutorRuntime;
import io.casemill.executor.ExecutorRuntime.Patience;
import io.casemill.sweep.ExecutionPolicy;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.util.Utils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How an executor starts the engine for one sweep.
 *
 * @param cores cores that Spark gave each executor, by executor id
 * @param taskCores how many of them a task takes
 * @param affinity the affinity mode's name
 * @param execution what the sweep asks for
 * @param circuitDelay how long a runner that cannot run cases rests before it tries one again
 */
record EngineSetup(
        HashMap<String, Integer> cores,
        int taskCores,
        String affinity,
        ExecutionPolicy execution,
        Duration circuitDelay)
        implements Serializable {
    /** {@code off}, {@code best-effort} or {@code required}. */
    static final String AFFINITY = "spark.casemill.affinity";

    /** A time as Spark writes it. */
    static final String CIRCUIT_DELAY = "spark.casemill.circuitDelay";

    /** Spark tells a process that it starts as an executor how many cores it has. */
    private static final Pattern CORES = Pattern.compile("--cores ([0-9]{1,9})(?: |$)");

    /** Asks Spark what the executors have. One that joins later knows it from its own start. */
    static EngineSetup of(SparkContext spark, ExecutionPolicy execution) {
        HashMap<String, Integer> cores = new HashMap<>();
        for (ExecutorSummary executor :
                CollectionConverters.asJava(spark.statusStore().executorList(true))) {
            if (executor.totalCores() > 0) {
                cores.put(executor.id(), executor.totalCores());
            }
        }
        return new EngineSetup(
                cores,
                TaskCores.of(spark.conf()),
                affinity(spark.conf()).toString(),
                execution,
                circuitDelay(spark.conf()));
    }

    static Affinity affinity(SparkConf conf) {
        String told = conf.get(AFFINITY, Affinity.BEST_EFFORT.toString());
        try {
            return Affinity.parse(told);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid setting " + AFFINITY + ": " + e.getMessage(), e);
        }
    }

    static Duration circuitDelay(SparkConf conf) {
        try {
            return Duration.ofMillis(conf.getTimeAsMs(CIRCUIT_DELAY, "5s"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid setting " + CIRCUIT_DELAY + ": '" + conf.get(CIRCUIT_DELAY) + "' is no time such as 5s",
                    e);
        }
    }

    /** Tasks that run at once on the whole cluster, as far as is known now. */
    int slots(SparkContext spark) {
        int known = cores.values().stream().mapToInt(this::tasks).sum();
        return Math.max(1, Math.max(known, spark.defaultParallelism() / taskCores));
    }

    /** Tasks that an executor with that many cores runs at once. */
    private int tasks(int given) {
        return Math.max(1, given / taskCores);
    }

    /** Cases that an executor runs at once for each task that it runs, as far as is known now; at least 1. */
    int casesPerSlot() {
        return cores.values().stream()
                .mapToInt(given -> (execution.workers(given) + tasks(given) - 1) / tasks(given))
                .reduce(1, Math::max);
    }

    /** Workers of this executor, 0 when tasks run their cases themselves. */
    int workers(String executor) {
        return execution.workers(coresOf(executor));
    }

    /** The cores that Spark gave, never those of the host. */
    private int coresOf(String executor) {
        Integer known = cores.get(executor);
        if (known != null) {
            return known;
        }
        int told = toldAtStart(System.getProperty("sun.java.command", ""));
        return told > 0 ? told : SparkEnv.get().conf().getInt("spark.executor.cores", 1);
    }

    /** The cores in the command line of a Java process, 0 when it names none. */
    static int toldAtStart(String command) {
        Matcher matcher = CORES.matcher(command);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Starts an engine with that many workers on this executor. */
    SharedRuntime.Maker maker(String executor, int workers) {
        return new SharedRuntime.Maker() {
            @Override
            public ExecutorRuntime start() throws IOException {
                return start(affinity);
            }

            @Override
            public ExecutorRuntime startBesideAnother() throws IOException {
                if (workers > 0 && affinity.equals("required")) {
                    throw new IllegalStateException("Cannot pin " + workers + " workers on executor " + executor
                            + ": another run of this Spark session has its cores, with another number of workers; run one"
                            + " after the other, or set " + AFFINITY + "=best-effort");
                }
                return start("off");
            }

            private ExecutorRuntime start(String mode) throws IOException {
                Path scratch = Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
                return ExecutorRuntime.start(
                        executor, workers, coresOf(executor), mode, scratch, Patience.before(circuitDelay));
            }
        };
    }
}
