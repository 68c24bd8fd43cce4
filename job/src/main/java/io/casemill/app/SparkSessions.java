package io.casemill.app;

import io.casemill.scatter.CasemillPlugin;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The Spark session that runs use: the one that this process has already, or one of Casemill's own, set up where neither
 * the user nor spark-submit said otherwise. Safe for any thread.
 */
final class SparkSessions implements AutoCloseable {
    /** Made here, so ended here. Guarded by this. */
    private @Nullable SparkSession own;

    /**
     * The session of this process, made now when there is none. Whoever uses it changes no setting of it.
     *
     * @param master the Spark master, or null for what spark-submit says, otherwise this machine
     * @param cores cores to use in local mode, 0 for all
     */
    synchronized SparkSession open(@Nullable String master, int cores) {
        Option<SparkSession> present = SparkSession.getDefaultSession();
        if (present.isDefined() && !present.get().sparkContext().isStopped()) {
            return present.get();
        }
        SparkConf conf = new SparkConf();
        if (master != null) {
            conf.setMaster(master);
        } else {
            // A task may be tried again in local mode too: storage fails there as well.
            conf.setIfMissing("spark.master", "local[" + (cores == 0 ? "*" : String.valueOf(cores)) + ",4]");
        }
        conf.setIfMissing("spark.app.name", "casemill");
        conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.setIfMissing("spark.kryo.registrationRequired", "true");
        conf.setIfMissing("spark.kryo.registrator", CasemillRegistrator.class.getName());
        conf.setIfMissing("spark.plugins", CasemillPlugin.class.getName());
        // Heartbeats carry the live counts.
        conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
        if (conf.get("spark.master").startsWith("local[")) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        conf.setIfMissing("spark.sql.catalogImplementation", "in-memory");
        own = SparkSession.builder().config(conf).getOrCreate();
        return own;
    }

    /** Stops the session, if it was made here. Idempotent. */
    @Override
    public synchronized void close() {
        if (own != null) {
            own.stop();
            own = null;
        }
    }
}
