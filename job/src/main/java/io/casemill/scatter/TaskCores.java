package io.casemill.scatter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * How many of its executor's cores a task takes, which says how many tasks an executor runs at once. All of them feed one engine,
 * so the workers need no more than a few; and partitions that wait at the driver go to whichever executor is free first, while
 * those that are handed out stay where they are. Simulated for ten million cases of log-normal durations on a thousand executors of
 * 64 cores, 16 tasks at once reach 0.99 of what is possible and 64 tasks 0.98; with Pareto durations 4 and fewer lose much,
 * because a task ends with its longest case ({@code job/bench/simulate}).
 */
public final class TaskCores {

    private static final String SETTING = "spark.task.cpus";

    /** Tasks at once on an executor. */
    private static final int TASKS = 16;

    private static final Pattern LOCAL = Pattern.compile("local\\[([0-9]{1,6}|\\*)(?:,[^]]*)?]");

    private TaskCores() {}

    /** Fills in the setting before Spark starts, unless somebody has chosen it or nobody says what executors have. */
    public static void fillIn(SparkConf conf) {
        int cores = executorCores(conf);
        if (cores > TASKS) {
            conf.setIfMissing(SETTING, String.valueOf(of(cores)));
        }
    }

    /** For an executor of that many cores. */
    static int of(int cores) {
        return Math.max(1, cores / TASKS);
    }

    /** What is in force. */
    static int of(SparkConf conf) {
        return conf.getInt(SETTING, 1);
    }

    /** 0 when it is not known. */
    private static int executorCores(SparkConf conf) {
        Matcher local = LOCAL.matcher(conf.get("spark.master", ""));
        if (!local.matches()) {
            return conf.getInt("spark.executor.cores", 0);
        }
        return local.group(1).equals("*")
                ? Runtime.getRuntime().availableProcessors()
                : Integer.parseInt(local.group(1));
    }
}
