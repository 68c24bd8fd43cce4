package io.casemill.app;

import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads on a second core what a run needs a moment later, while the first one reads command line and sweep file and
 * starts Spark's context. Starts nothing and changes nothing: a run without it gives the same, later.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    /** Returns at once. */
    static void begin() {
        Thread thread = new Thread(WarmUp::load, "casemill-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            for (String name : new String[] {
                "org.apache.hadoop.util.ShutdownHookManager",
                "org.apache.hadoop.security.UserGroupInformation",
                "org.apache.spark.SparkContext",
                "org.apache.spark.SparkEnv",
                "org.apache.spark.rpc.netty.NettyRpcEnv",
                "org.apache.spark.sql.classic.SparkSession",
                "org.apache.spark.sql.internal.SessionState",
                "org.apache.spark.sql.catalyst.analysis.Analyzer",
                "org.apache.spark.sql.catalyst.optimizer.Optimizer",
                "org.apache.spark.sql.execution.SparkPlanner",
                "org.apache.spark.sql.execution.WholeStageCodegenExec",
                "org.codehaus.janino.ClassBodyEvaluator",
                "org.apache.parquet.hadoop.ParquetWriter",
            }) {
                Class.forName(name);
            }
            CatalystSqlParser$.MODULE$.parseExpression("1 / (2 * x) + sqrt(y)");
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.debug("The warm-up ended early", e);
        }
    }
}
