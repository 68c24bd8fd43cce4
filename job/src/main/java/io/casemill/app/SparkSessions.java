package io.casemill.app;

import io.casemill.scatter.CasemillPlugin;
import io.casemill.scatter.Scatter;
import io.casemill.scatter.TaskCores;
import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The Spark session that runs use: the one that this process has already, or one of Casemill's own, set up where neither
 * the user nor spark-submit said otherwise. Safe for any thread.
 */
final class SparkSessions implements AutoCloseable {
    private static final String REGISTRATOR = "spark.kryo.registrator";

    /** Made here, so ended here. Guarded by this. */
    private @Nullable SparkSession own;

    /** Guarded by this. */
    private boolean closed;

    /**
     * The session of this process, made now when there is none. Whoever uses it changes no setting of it.
     *
     * @param master the Spark master, or null for what spark-submit says, otherwise this machine
     * @param cores cores to use in local mode, 0 for all
     * @throws IllegalStateException after {@link #close}
     * @throws InvalidInputException when the session could not carry what runs send through it
     */
    synchronized SparkSession open(@Nullable String master, int cores) {
        if (closed) {
            throw new IllegalStateException("This Casemill is closed: make another one to run a sweep");
        }
        Option<SparkSession> present = SparkSession.getDefaultSession();
        if (present.isDefined() && !present.get().sparkContext().isStopped()) {
            return usable(present.get());
        }
        SparkConf conf = new SparkConf();
        if (master != null) {
            conf.setMaster(master);
        } else {
            // A task may be tried again in local mode too: storage fails there as well.
            conf.setIfMissing("spark.master", "local[" + (cores == 0 ? "*" : String.valueOf(cores)) + ",4]");
        }
        TaskCores.fillIn(conf);
        conf.setIfMissing("spark.app.name", "casemill");
        conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.setIfMissing("spark.kryo.registrationRequired", "true");
        conf.setIfMissing(REGISTRATOR, CasemillRegistrator.class.getName());
        conf.setIfMissing("spark.plugins", CasemillPlugin.class.getName());
        conf.setIfMissing("spark.metrics.namespace", "casemill");
        // Heartbeats carry the live counts.
        conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
        if (conf.get("spark.master").startsWith("local[")) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        conf.setIfMissing("spark.sql.catalogImplementation", "in-memory");
        requireValid(conf);
        own = started(conf);
        return usable(own);
    }

    private static SparkSession started(SparkConf conf) {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) {
            // Spark throws checked exceptions undeclared.
            if (e instanceof SparkException || e instanceof IllegalArgumentException) {
                throw new InvalidInputException(
                        "Spark does not start with --master " + conf.get("spark.master") + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** What it means that Spark's context ended by itself while it was needed. */
    static IOException lost(SparkSession session, Exception cause) {
        return new IOException(
                "Spark's master " + session.sparkContext().master() + " does not answer, or its workers start no"
                        + " executor; check the address and the pages of master and workers, then run the same command"
                        + " again",
                cause);
    }

    /** Kryo knows no records; without the registrator a run would fail in the middle, with a message that helps nobody. */
    private static SparkSession usable(SparkSession session) {
        SparkConf conf = session.sparkContext().getConf();
        boolean kryo = conf.get("spark.serializer", "").endsWith(".KryoSerializer");
        if (kryo && !conf.get(REGISTRATOR, "").contains(CasemillRegistrator.class.getName())) {
            throw new InvalidInputException("This Spark session uses Kryo without Casemill's classes: start it with "
                    + REGISTRATOR + "=" + CasemillRegistrator.class.getName()
                    + " (beside your own, separated by a comma), or with Java's serializer");
        }
        requireValid(conf);
        return session;
    }

    private static void requireValid(SparkConf conf) {
        try {
            Scatter.requireValid(conf);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("" + e.getMessage(), e);
        }
    }

    /** Stops the session, if it was made here. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (own != null) {
            own.stop();
            own = null;
        }
    }
}
