package io.casemill.scatter;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** Spark's accumulators for the live counts of one run. Approximate while it runs: a lost attempt counts too. */
record Counters(LongAccumulator completed, LongAccumulator failed, LongAccumulator specFailed) implements Serializable {

    static Counters register(SparkContext spark, String runId) {
        return new Counters(
                spark.longAccumulator(runId + " completed"),
                spark.longAccumulator(runId + " failed"),
                spark.longAccumulator(runId + " specFailed"));
    }

    void add(long completed, long failed, long specFailed) {
        this.completed.add(completed);
        this.failed.add(failed);
        this.specFailed.add(specFailed);
    }
}
