package io.casemill.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real recordings of this JVM. */
@Tag("ENG-22")
class RecorderTest {
    private final Path folder;
    private final Store store;

    RecorderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = Stores.open(folder.toString());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void finish_keepsTheFileAndTellsWhatItHolds() throws Exception {
        Instant began = Instant.now();
        Recorded recorded;
        try (Recorder recorder = Objects.requireNonNull(Recorder.start("run-1"))) {
            assertThat(Recorder.start("run-1"))
                    .as("one recording of a run in a JVM")
                    .isNull();
            assertThat(Phase.timed("plan", () -> 5)).isEqualTo(5);
            System.gc();
            recorded = recorder.finish(
                    "driver", "run-1/1", store, "profile/e000001/driver.jfr", Window.between(began, Instant.now()));
        }

        assertThat(recorded.phases()).extracting(Recorded.PhaseTime::name).containsExactly("plan");
        assertThat(recorded.pauses().count()).isPositive();
        assertThat(recorded.pauses().longestSeconds()).isPositive();
        assertThat(recorded.hardwareThreads()).isPositive();
        assertThat(recorded.workers()).isEmpty();
        assertThat(recorded.file()).isEqualTo("profile/e000001/driver.jfr");
        assertThat(store.list("profile/e000001")).containsExactly(new Store.Entry("driver.jfr", recorded.bytes()));
        assertThat(Recorded.fromJson(recorded.toJson())).isEqualTo(recorded);
    }

    @Test
    @Timeout(60)
    void finish_stacksOfWorkers_areInTheFlame() throws Exception {
        CountDownLatch sampled = new CountDownLatch(1);
        Thread spinner = new Thread(() -> spin(sampled), "casemill-test-worker-0");
        Recorded recorded;
        try (Recorder recorder = Objects.requireNonNull(Recorder.start("run-4"));
                RecordingStream stream = new RecordingStream()) {
            stream.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(20));
            stream.onEvent("jdk.ExecutionSample", sample -> {
                if (spinner.getName().equals(sample.getThread("sampledThread").getJavaName())
                        && sample.getStackTrace().getFrames().stream()
                                .anyMatch(frame -> frame.getMethod().getName().equals("spin"))) {
                    sampled.countDown();
                }
            });
            stream.startAsync();
            spinner.start();
            spinner.join();
            recorded = recorder.finish("1", "run-4/1", store, "y.jfr", Recordings.WINDOW);
        }

        Flame workers = recorded.flame().calls().stream()
                .filter(group -> group.name().equals("workers"))
                .findFirst()
                .orElseThrow();
        assertThat(workers.samples()).isPositive();
        assertThat(names(workers)).contains(RecorderTest.class.getName() + ".spin");
    }

    private static void spin(CountDownLatch until) {
        double[] sums = new double[1_000];
        while (until.getCount() > 0) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = sums[i] * 0.5 + i;
            }
        }
    }

    private static List<String> names(Flame flame) {
        List<String> names = new ArrayList<>(List.of(flame.name()));
        flame.calls().forEach(call -> names.addAll(names(call)));
        return names;
    }

    @Test
    void finish_pathTaken_givesTheFiguresAllTheSame() throws Exception {
        store.putIfAbsent("taken.jfr", new byte[] {1});
        try (Recorder recorder = Objects.requireNonNull(Recorder.start("run-2"))) {
            Recorded recorded = recorder.finish("1", "run-2/1", store, "taken.jfr", Recordings.WINDOW);

            assertThat(recorded.file()).isNull();
            assertThat(store.read("taken.jfr")).hasSize(1);
        }
    }

    @Test
    void nothingIsRecordedThatHoldsSecrets() throws Exception {
        try (Recorder recorder = Objects.requireNonNull(Recorder.start("run-3"))) {
            recorder.finish("1", "run-3/1", store, "x.jfr", Recordings.WINDOW);
        }
        try (RecordingFile file = new RecordingFile(folder.resolve("x.jfr"))) {
            while (file.hasMoreEvents()) {
                assertThat(file.readEvent().getEventType().getName())
                        .doesNotContain("SystemProperty", "Environment", "JVMInformation", "SystemProcess");
            }
        }
    }
}
