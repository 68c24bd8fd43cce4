package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.StatusRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own, one of which cannot go on. */
class ClusterFaultTest {
    private static final String CIRCUIT_DELAY = "spark.casemill.circuitDelay";

    @BeforeEach
    void prepare() {
        System.setProperty(CIRCUIT_DELAY, "100ms");
    }

    @AfterEach
    void restore() {
        System.clearProperty(CIRCUIT_DELAY);
    }

    private static RunSummary run(RunRequest request) throws IOException {
        try (Casemill casemill = new Casemill()) {
            return casemill.run(request, RunObserver.NONE);
        }
    }

    @Test
    @Tag("ENG-19")
    void run_programVanishesFromOneExecutor_theOtherOneRunsItsCases(@TempDir Path folder) throws IOException {
        VanishingSweep sweep = new VanishingSweep(folder, 300);

        try (LocalCluster cluster = new LocalCluster(2, 1)) {
            RunSummary summary = run(sweep.request(cluster.master()));

            assertThat(summary.stopped()).isNull();
            assertThat(summary.completed()).isEqualTo(300);
            assertThat(folder.resolve("gone")).exists();
        }
    }

    @Test
    @Tag("ENG-16")
    void run_theJvmOfAnExecutorFails_anotherOneTakesOver(@TempDir Path folder) throws IOException {
        PlantedSweep sweep =
                PlantedSweep.of(folder, "[-13, " + PlantedSweep.numbers(1, 500).substring(1));

        try (LocalCluster cluster = new LocalCluster(1, 1)) {
            RunSummary summary = run(new RunRequest(
                    sweep.file, List.of(), sweep.out.toString(), cluster.master(), 0, null, null, Rerun.MISSING));

            assertThat(summary.stopped()).isNull();
            assertThat(summary.failed()).isEqualTo(1);
            assertThat(summary.completed()).isEqualTo(500);
        }
        assertThat(sweep.classes()).containsEntry(0L, "crashed");
        // Its own case ended with its executor; what was left had to be run by the one that came after it.
        assertThat(sweep.rows().stream().map(ClusterFaultTest::executor).distinct())
                .hasSizeGreaterThan(1);
    }

    private static String executor(StatusRow row) {
        return Objects.requireNonNull(row.execution()).placement().executor();
    }
}
