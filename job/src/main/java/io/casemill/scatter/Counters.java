package io.casemill.scatter;

import io.casemill.executor.EngineStatistics;
import io.casemill.executor.Tally;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.LongAccumulator;

/** Spark's accumulators for one run. The live counts are approximate while it runs: a lost attempt counts too. */
record Counters(
        LongAccumulator completed, LongAccumulator failed, LongAccumulator specFailed, StatisticsAccumulator statistics)
        implements Tally, Serializable {

    static Counters register(SparkContext spark, String runId) {
        return new Counters(
                spark.longAccumulator(runId + " completed"),
                spark.longAccumulator(runId + " failed"),
                spark.longAccumulator(runId + " specFailed"),
                StatisticsAccumulator.register(spark));
    }

    @Override
    public void add(long completed, long failed, long specFailed) {
        this.completed.add(completed);
        this.failed.add(failed);
        this.specFailed.add(specFailed);
    }

    /** An accumulator of a task of this run, or of any other. */
    void addLate(AccumulatorV2<?, ?> ofTask) {
        if (ofTask instanceof StatisticsAccumulator late && late.id() == statistics.id()) {
            statistics.merge(late);
        }
    }

    @Override
    public void add(EngineStatistics statistics) {
        this.statistics.add(statistics);
    }
}
