package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same sweep in this JVM and on executors in processes of their own. */
class ClusterTest {
    private static final String CLASS_PATH = "spark.executor.extraClassPath";

    @BeforeEach
    void prepare() throws IOException {
        // Executors get the class path of the tests; Spark only insists that its home has a folder for jars.
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        System.setProperty(CLASS_PATH, System.getProperty("java.class.path"));
    }

    @AfterEach
    void restore() {
        System.clearProperty(CLASS_PATH);
    }

    @Test
    @Tag("SWP-12")
    @Tag("ENG-25")
    void run_onACluster_givesTheTableOfALocalRun(@TempDir Path folder) throws IOException {
        Map<Long, String> local = resultsOf(folder, "local", "local[2]");
        Map<Long, String> cluster = resultsOf(folder, "cluster", "local-cluster[2,1,1024]");

        assertThat(cluster).isEqualTo(local).hasSize(2_003);
    }

    private static Map<Long, String> resultsOf(Path folder, String out, String master) throws IOException {
        String values = "[0, -1, -2, " + PlantedSweep.numbers(1, 2_000).substring(1);
        PlantedSweep sweep = PlantedSweep.of(folder, values);
        Path directory = folder.resolve(out);
        try (Casemill casemill = new Casemill()) {
            casemill.run(
                    new RunRequest(sweep.file, List.of(), directory.toString(), master, 0, null, null, Rerun.MISSING),
                    RunObserver.NONE);
        }
        PlantedSweep ran = sweep.in(directory);
        if (!out.equals("local")) {
            Set<String> executors = ran.rows().stream()
                    .map(row -> java.util.Objects.requireNonNull(row.execution())
                            .placement()
                            .executor())
                    .collect(Collectors.toSet());
            assertThat(executors).doesNotContain("driver").isNotEmpty();
        }
        return ran.results();
    }
}
