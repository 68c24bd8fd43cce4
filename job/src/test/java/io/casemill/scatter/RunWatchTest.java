package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.apache.spark.TaskKilled;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.util.AccumulatorMetadata;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** The events that Spark's listener thread would bring, brought by hand. */
@NullUnmarked // Spark's events have many parts that nobody looks at
@Timeout(30)
class RunWatchTest {
    private static final int STAGE = 7;

    private final Counters counters = new Counters(counter(1), counter(2), counter(3), new StatisticsAccumulator());
    private final RunWatch watch = new RunWatch(counters, "ours");

    private static LongAccumulator counter(long id) {
        LongAccumulator counter = new LongAccumulator();
        counter.metadata_$eq(new AccumulatorMetadata(id, Option.apply("counter " + id), false));
        return counter;
    }

    private static <T> scala.collection.immutable.Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    private void jobStarts(String group, int stage) {
        Properties properties = new Properties();
        properties.setProperty("spark.jobGroup.id", group);
        StageInfo info = new StageInfo(
                stage,
                0,
                "stage",
                1,
                seq(List.of()),
                seq(List.of()),
                "",
                null,
                seq(List.of()),
                Option.empty(),
                0,
                false,
                0);
        watch.onJobStart(new SparkListenerJobStart(0, 0, seq(List.of(info)), properties));
    }

    private static TaskInfo task(long id) {
        return new TaskInfo(id, 0, 0, 0, 0, "1", "host", TaskLocality.ANY(), false);
    }

    private void starts(long task, int stage) {
        watch.onTaskStart(new SparkListenerTaskStart(stage, 0, task(task)));
    }

    private static AccumulableInfo value(long id, long value) {
        return new AccumulableInfo(
                id,
                Option.apply("counter " + id),
                Option.apply(value),
                Option.apply(value),
                false,
                false,
                Option.empty());
    }

    private void beats(long task, int stage, long completed) {
        watch.onExecutorMetricsUpdate(new SparkListenerExecutorMetricsUpdate(
                "1",
                seq(List.of(new scala.Tuple4<Object, Object, Object, scala.collection.immutable.Seq<AccumulableInfo>>(
                        task, stage, 0, seq(List.of(value(1, completed)))))),
                Map$.MODULE$.empty()));
    }

    private void ends(long task, int stage, scala.Enumeration.Value state, long completed) {
        TaskInfo info = task(task);
        info.setAccumulables(seq(List.of(value(1, completed), value(2, 2))));
        info.markFinished(state, 1);
        watch.onTaskEnd(new SparkListenerTaskEnd(stage, 0, "ResultTask", null, info, new ExecutorMetrics(), null));
    }

    @Test
    void counts_heartbeatThenEnd_areNeverCountedTwice() {
        jobStarts("ours", STAGE);
        starts(10, STAGE);
        starts(11, STAGE);
        beats(10, STAGE, 40);
        beats(11, STAGE, 5);
        assertThat(watch.completed()).isEqualTo(45);

        // Spark merges a task's counters before it tells that the task has ended.
        counters.completed().add(50);
        assertThat(watch.completed()).isEqualTo(45);
        ends(10, STAGE, TaskState.FINISHED(), 50);

        assertThat(watch.completed()).isEqualTo(55);
        assertThat(watch.failed()).isEqualTo(2);
        assertThat(watch.specFailed()).isZero();
    }

    @Test
    void counts_lostTask_areTakenAway() {
        jobStarts("ours", STAGE);
        starts(10, STAGE);
        beats(10, STAGE, 40);
        ends(10, STAGE, TaskState.KILLED(), 50);

        assertThat(watch.completed()).isZero();
    }

    /** A task that began at {@code launched} tells at {@code told} that its executor cannot run cases. */
    private void tellsOpenCircuit(long task, String executor, long launched, long told) {
        TaskInfo info = new TaskInfo(task, 0, 0, 0, launched, executor, "host", TaskLocality.ANY(), false);
        info.markFinished(TaskState.KILLED(), told);
        watch.onTaskStart(new SparkListenerTaskStart(STAGE, 0, info));
        TaskKilled reason = new TaskKilled(
                "circuit open on host h, executor " + executor + ": no tool",
                seq(List.of()),
                seq(List.of()),
                seq(List.of()));
        watch.onTaskEnd(new SparkListenerTaskEnd(STAGE, 0, "ResultTask", reason, info, new ExecutorMetrics(), null));
    }

    @Test
    @Tag("ENG-19")
    void everyCircuitOpen_oneExecutor_onlyAfterItsSecondWord() {
        jobStarts("ours", STAGE);
        assertThat(watch.seesOpenCircuits()).isFalse();

        // Three tasks at once tell of one moment.
        tellsOpenCircuit(10, "1", 0, 100);
        tellsOpenCircuit(11, "1", 0, 110);
        tellsOpenCircuit(12, "1", 50, 120);
        assertThat(watch.seesOpenCircuits()).isTrue();
        assertThat(watch.everyCircuitOpen(List.of("1"))).isNull();
        tellsOpenCircuit(13, "1", 100, 200);

        assertThat(watch.everyCircuitOpen(List.of("1"))).isEqualTo("circuit open on host h, executor 1: no tool");
        assertThat(watch.everyCircuitOpen(List.of("1", "2"))).isNull();
        assertThat(watch.everyCircuitOpen(List.of())).isNull();
    }

    @Test
    @Tag("ENG-19")
    void everyCircuitOpen_aTaskThatSucceeds_isProofOfTheContrary() {
        jobStarts("ours", STAGE);
        for (String executor : List.of("1", "2")) {
            tellsOpenCircuit(10, executor, 0, 100);
            tellsOpenCircuit(11, executor, 100, 200);
        }
        assertThat(watch.everyCircuitOpen(List.of("1", "2"))).endsWith("(and likewise on each of the 2 executors)");

        starts(12, STAGE);
        ends(12, STAGE, TaskState.FINISHED(), 1);

        assertThat(watch.everyCircuitOpen(List.of("1", "2"))).isNull();
    }

    @Test
    void otherRuns_areNeitherCountedNorWaitedFor() throws InterruptedException {
        jobStarts("theirs", 8);
        starts(20, 8);
        beats(20, 8, 40);

        assertThat(watch.completed()).isZero();
        assertThat(watch.awaitQuiet(60_000_000_000L)).isTrue();
    }

    @Test
    void awaitQuiet_lastTaskEnds_returns() throws InterruptedException {
        jobStarts("ours", STAGE);
        starts(10, STAGE);
        assertThat(watch.awaitQuiet(1)).isFalse();
        Thread spark = new Thread(() -> ends(10, STAGE, TaskState.KILLED(), 0));

        spark.start();

        assertThat(watch.awaitQuiet(60_000_000_000L)).isTrue();
        spark.join();
    }
}
