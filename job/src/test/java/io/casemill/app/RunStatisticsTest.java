package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What runs keep of what their workers did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("ENG-21")
class RunStatisticsTest {
    private final Casemill casemill = new Casemill();

    @AfterAll
    void stop() {
        casemill.close();
    }

    private static EngineReport report(RunSummary summary) {
        return Objects.requireNonNull(summary.engine());
    }

    private static JsonNode file(PlantedSweep sweep, String name) throws IOException {
        return new ObjectMapper()
                .readTree(sweep.out.resolve("statistics/" + name).toFile());
    }

    private static EngineReport newest(PlantedSweep sweep) throws IOException {
        try (RunDirectory directory = StoredRunDirectory.open(sweep.out.toString())) {
            return directory.statistics().orElseThrow();
        }
    }

    @Test
    void run_limitedThenResumed_keepsTheFiguresOfEachTurnAndOnlyOfItsOwnCases(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, PlantedSweep.numbers(1, 60));

        RunSummary first = casemill.run(sweep.limited("x > 0", 20), RunObserver.NONE);
        assertThat(newest(sweep)).isEqualTo(first.engine());
        RunSummary rest = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        RunSummary nothing = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(report(first).executed()).isEqualTo(20);
        EngineReport engine = report(rest);
        assertThat(engine.executed()).isEqualTo(40);
        assertThat(engine.executors()).isEqualTo(1);
        assertThat(engine.workers()).isPositive();
        assertThat(engine.utilisation()).isBetween(0.0, 1.0);
        EngineReport.Seconds time = Objects.requireNonNull(engine.runTime());
        assertThat(time.p50()).isPositive().isLessThanOrEqualTo(time.p99());
        assertThat(time.max()).isGreaterThanOrEqualTo(time.mean());
        assertThat(nothing.engine()).isNull();
        assertThat(newest(sweep)).isEqualTo(engine);

        JsonNode kept = file(sweep, "000002.json");
        assertThat(kept.path("epoch").asInt()).isEqualTo(2);
        assertThat(kept.path("engine").path("executed").asLong()).isEqualTo(40);
        JsonNode executor = kept.path("executors").path(0);
        assertThat(executor.path("executor").asText()).isEqualTo("driver");
        assertThat(executor.path("elapsed_s").asDouble()).isPositive();
        List<JsonNode> workers = StreamSupport.stream(executor.path("workers").spliterator(), false)
                .toList();
        assertThat(workers).hasSize(engine.workers());
        assertThat(workers.stream()
                        .mapToLong(worker -> worker.path("executed").asLong())
                        .sum())
                .isEqualTo(40);
        assertThat(file(sweep, "000001.json").path("engine").path("executed").asLong())
                .isEqualTo(20);
    }

    @Test
    void run_stopped_keepsWhatItsKilledTasksTell(@TempDir Path folder) throws IOException {
        // Case 0 ends only when it is interrupted; the others of its partition end, and their task does not.
        PlantedSweep sweep =
                PlantedSweep.of(folder, "[-5, " + PlantedSweep.numbers(1, 99).substring(1));
        Thread caller = Thread.currentThread();
        RunObserver impatient = new RunObserver() {
            @Override
            public void progress(Progress progress) {
                if (progress.done() == 99) {
                    caller.interrupt();
                }
            }
        };

        RunSummary summary = casemill.run(sweep.request(Rerun.MISSING), impatient);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(Objects.requireNonNull(summary.stopped()).reason()).isEqualTo(RunSummary.Reason.INTERRUPTED);
        assertThat(summary.completed()).isEqualTo(99);
        assertThat(report(summary).executed()).isEqualTo(100);
        assertThat(newest(sweep)).isEqualTo(summary.engine());
    }
}
