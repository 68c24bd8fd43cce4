package io.casemill.app;

import io.casemill.scatter.CasemillPlugin;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** How Casemill's own Spark session is set up where neither the user nor spark-submit said otherwise. */
final class SparkSessions {

    private SparkSessions() {}

    /**
     * The session of this process, made now when there is none.
     *
     * @param master the Spark master, or null for what spark-submit says, otherwise this machine
     * @param cores cores to use in local mode, 0 for all
     */
    static SparkSession open(@Nullable String master, int cores) {
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
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /** Stops the session of this process, if there is one. */
    static void close() {
        scala.Option<SparkSession> session = SparkSession.getDefaultSession();
        if (session.isDefined()) {
            session.get().stop();
        }
    }
}
