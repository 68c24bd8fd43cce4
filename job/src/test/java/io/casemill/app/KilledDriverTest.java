package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that dies in the middle of a run, and the same command after it. */
class KilledDriverTest {

    @Test
    @Tag("SWP-08")
    @Tag("SWP-09")
    void run_afterTheDriverWasKilled_runsOnlyWhatIsMissingAndGivesTheSameTable(
            @TempDir Path folder, @TempDir Path undisturbedFolder) throws Exception {
        // Case 0 waits for a file, so the driver is in the middle of the run when the others are durable.
        String values = "[-5, " + PlantedSweep.numbers(1, 400).substring(1);
        PlantedSweep sweep = PlantedSweep.of(folder, values);
        Process driver = driver(sweep);
        awaitSegment(sweep);
        driver.destroyForcibly().waitFor();
        int durable = sweep.segments().size();
        Files.createFile(folder.resolve("released"));
        PlantedSweep undisturbed = PlantedSweep.of(undisturbedFolder, values);
        Files.createFile(undisturbedFolder.resolve("released"));

        RunSummary resumed;
        try (Casemill casemill = new Casemill()) {
            resumed = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
            casemill.run(undisturbed.request(Rerun.MISSING), RunObserver.NONE);
        }

        assertThat(durable).isPositive();
        assertThat(resumed.completed()).isEqualTo(401);
        assertThat(resumed.reused()).isPositive();
        assertThat(resumed.executed()).isEqualTo(401 - resumed.reused());
        assertThat(sweep.epochs().values().stream().filter(epoch -> epoch == 1)).hasSize((int) resumed.reused());
        assertThat(withoutKeys(sweep)).isEqualTo(withoutKeys(undisturbed));
    }

    /** Each folder is a parameter of its sweep, so the keys and one value differ. */
    private static Map<Long, String> withoutKeys(PlantedSweep sweep) throws IOException {
        return sweep.results().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().substring(33).replaceAll("/\\S*junit-\\d+", "FOLDER")));
    }

    private static Process driver(PlantedSweep sweep) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("jvm.options").split(" ")));
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(
                List.of("run", sweep.file.toString(), "--out", sweep.out.toString(), "-j", "2", "--progress", "none"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(sweep.folder.resolve("driver.log").toFile())
                .start();
    }

    private static void awaitSegment(PlantedSweep sweep) throws IOException, InterruptedException {
        Path segments = sweep.out.resolve("status/e000001");
        Files.createDirectories(segments);
        try (WatchService watch = segments.getFileSystem().newWatchService()) {
            segments.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (sweep.segments().isEmpty()) {
                assertThat(watch.poll(2, TimeUnit.MINUTES))
                        .as("a segment within two minutes")
                        .isNotNull()
                        .satisfies(key -> {
                            key.pollEvents();
                            key.reset();
                        });
            }
        }
    }
}
