package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.Workers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SWP-10")
class EngineSetupTest {

    private static final Duration DELAY = Duration.ofHours(1);

    @Test
    void cores_areThoseThatSparkToldTheProcess() {
        assertThat(EngineSetup.toldAtStart(
                        "org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url spark://x@host:7077"
                                + " --executor-id 0 --hostname host --cores 3 --app-id app-1 --resourceProfileId 0"))
                .isEqualTo(3);
        assertThat(EngineSetup.toldAtStart("org.apache.spark.executor.YarnCoarseGrainedExecutorBackend --cores 12"))
                .isEqualTo(12);
    }

    @Test
    void besideAnotherEngine_requiredPinning_isRefusedWithTheRemedy() {
        EngineSetup setup =
                new EngineSetup(new HashMap<>(Map.of("1", 4)), 1, "required", ExecutionPolicy.DEFAULT, DELAY);

        assertThat(setup.workers("1")).isEqualTo(4);
        assertThatThrownBy(() -> setup.maker("1", 8).startBesideAnother())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Cannot pin 8 workers on executor 1")
                .hasMessageContaining("best-effort");
    }

    @Test
    void casesPerSlot_areTheWorkersForEachCore() {
        assertThat(casesPerSlot(new Workers.ByLoad(Workers.Load.CPU))).isEqualTo(1);
        assertThat(casesPerSlot(new Workers.ByLoad(Workers.Load.MEMORY))).isEqualTo(1);
        assertThat(casesPerSlot(new Workers.ByLoad(Workers.Load.MIXED))).isEqualTo(2);
        assertThat(casesPerSlot(new Workers.Fixed(33))).isEqualTo(9);
    }

    @Test
    void tasksOfSeveralCores_shareTheWorkers() {
        assertThat(casesPerSlot(new Workers.ByLoad(Workers.Load.CPU), 4)).isEqualTo(4);
        assertThat(casesPerSlot(new Workers.ByLoad(Workers.Load.IO), 2)).isEqualTo(4);
        // A task needs more than the executor has: the one that Spark may start has all workers.
        assertThat(casesPerSlot(new Workers.ByLoad(Workers.Load.CPU), 8)).isEqualTo(4);
    }

    private static int casesPerSlot(Workers workers) {
        return casesPerSlot(workers, 1);
    }

    private static int casesPerSlot(Workers workers, int taskCores) {
        ExecutionPolicy policy = new ExecutionPolicy(workers, 10, ExecutionPolicy.Mode.PARALLEL);
        return new EngineSetup(new HashMap<>(Map.of("1", 4, "2", 4)), taskCores, "off", policy, DELAY).casesPerSlot();
    }

    @Test
    void cores_ofAProcessThatSparkDidNotStart_areUnknown() {
        assertThat(EngineSetup.toldAtStart("")).isZero();
        assertThat(EngineSetup.toldAtStart("io.casemill.app.Main run a.yaml --cores many"))
                .isZero();
    }
}
