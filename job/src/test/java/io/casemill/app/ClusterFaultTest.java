package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.StatusRow;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final String CLASS_PATH = "spark.executor.extraClassPath";
    private static final String CIRCUIT_DELAY = "spark.casemill.circuitDelay";

    private final Casemill casemill = new Casemill();

    @BeforeEach
    void prepare() throws IOException {
        // Executors get the class path of the tests; Spark only insists that its home has a folder for jars.
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        System.setProperty(CLASS_PATH, System.getProperty("java.class.path"));
        System.setProperty(CIRCUIT_DELAY, "100ms");
    }

    @AfterEach
    void restore() {
        casemill.close();
        System.clearProperty(CLASS_PATH);
        System.clearProperty(CIRCUIT_DELAY);
    }

    @Test
    @Tag("ENG-19")
    void run_programVanishesFromOneExecutor_theOtherOneRunsItsCases(@TempDir Path folder) throws IOException {
        VanishingSweep sweep = new VanishingSweep(folder, 300);

        RunSummary summary = casemill.run(sweep.request("local-cluster[2,1,1024]"), RunObserver.NONE);

        assertThat(summary.stopped()).isNull();
        assertThat(summary.completed()).isEqualTo(300);
        assertThat(folder.resolve("gone")).exists();
    }

    @Test
    @Tag("ENG-16")
    void run_theJvmOfAnExecutorFails_anotherOneTakesOver(@TempDir Path folder) throws IOException {
        PlantedSweep sweep =
                PlantedSweep.of(folder, "[-13, " + PlantedSweep.numbers(1, 500).substring(1));
        RunRequest request = new RunRequest(
                sweep.file, List.of(), sweep.out.toString(), "local-cluster[1,2,1024]", 0, null, null, Rerun.MISSING);

        RunSummary summary = casemill.run(request, RunObserver.NONE);

        assertThat(summary.stopped()).isNull();
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.completed()).isEqualTo(500);
        assertThat(sweep.classes()).containsEntry(0L, "crashed");
        // Its own case ended with its executor; what was left had to be run by the one that came after it.
        assertThat(sweep.rows().stream().map(ClusterFaultTest::executor).distinct())
                .hasSizeGreaterThan(1);
    }

    private static String executor(StatusRow row) {
        return Objects.requireNonNull(row.execution()).placement().executor();
    }
}
