package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.master.Epochs;
import io.casemill.master.Owner;
import io.casemill.status.SegmentName;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a Spark session that the caller made for other things, with the settings of its own: Java's serializer, no plugin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
@SuppressWarnings("NullAway.Init") // made before all tests
class ClientApiTest {
    private SparkSession spark;
    private Casemill casemill;

    @BeforeAll
    void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("the caller's")
                .config("spark.ui.enabled", "false")
                .config("spark.executor.heartbeatInterval", "1s")
                .getOrCreate();
        casemill = new Casemill();
    }

    @AfterAll
    void stop() {
        casemill.close();
        spark.stop();
    }

    @Test
    @Tag("CTX-04")
    void run_twoAtOnceInOneSession_bothAreRight(@TempDir Path folder, @TempDir Path otherFolder) throws Exception {
        // The first one's case 0 waits until the second run is over.
        PlantedSweep waiting =
                PlantedSweep.of(folder, "[-5, " + PlantedSweep.numbers(1, 300).substring(1));
        PlantedSweep other = PlantedSweep.of(otherFolder, PlantedSweep.numbers(1, 500));
        CountDownLatch planned = new CountDownLatch(1);
        RunObserver observer = new RunObserver() {
            @Override
            public void planned(long total, long reused, long toRun) {
                planned.countDown();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<RunSummary> first = threads.submit(() -> casemill.run(waiting.request(Rerun.MISSING), observer));
            assertThat(planned.await(60, TimeUnit.SECONDS)).isTrue();
            Future<RunSummary> second =
                    threads.submit(() -> casemill.run(other.request(Rerun.MISSING), RunObserver.NONE));
            RunSummary done = second.get(60, TimeUnit.SECONDS);
            assertThat(first.isDone()).isFalse();
            Files.createFile(folder.resolve("released"));

            assertThat(done.completed()).isEqualTo(500);
            assertThat(first.get(60, TimeUnit.SECONDS).completed()).isEqualTo(301);
        } finally {
            threads.shutdownNow();
        }
        assertThat(waiting.rows()).hasSize(301).allSatisfy(row -> {
            double x = ((Number) Objects.requireNonNull(row.theCase().value(0))).doubleValue();
            assertThat(row.output(0)).isEqualTo(x == -5 ? 5 : 2 * x);
        });
        assertThat(other.rows())
                .hasSize(500)
                .allSatisfy(row -> assertThat(row.output(0))
                        .isEqualTo(2.0
                                * ((Number) Objects.requireNonNull(row.theCase().value(0))).longValue()));
    }

    @Test
    void run_inTheCallersSession_leavesItAlone(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2]");
        spark.sparkContext().setJobGroup("mine", "my own", false);
        try (Casemill shortLived = new Casemill()) {
            shortLived.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        }

        assertThat(spark.sparkContext().isStopped()).isFalse();
        assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isEqualTo("mine");
        assertThat(spark.sparkContext().getLocalProperty("spark.job.description"))
                .isEqualTo("my own");
        assertThat(spark.conf().get("spark.sql.ansi.enabled")).isEqualTo("true");
        assertThat(spark.range(3).count()).isEqualTo(3);
        spark.sparkContext().clearJobGroup();
    }

    @Test
    void run_observerThrows_cancelsTheRunAndTellsTheCaller(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[-5, 1]");
        RunObserver broken = new RunObserver() {
            @Override
            public void progress(Progress progress) {
                throw new IllegalStateException("planted in the observer");
            }
        };

        // Case 0 never ends by itself, and neither would the cores that it takes come free.
        assertThatThrownBy(() -> casemill.run(sweep.request(Rerun.MISSING), broken))
                .hasMessage("planted in the observer");

        // Spark's own book of its jobs is kept by another thread.
        while (spark.sparkContext().statusTracker().getActiveJobIds().length > 0) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("gave up waiting")
                    .isFalse();
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("CTX-05")
    void close_twice_laterCallsSaySo(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1]");
        Casemill closed = new Casemill();
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.run(sweep.request(Rerun.MISSING), RunObserver.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static @Nullable RunSummary standing(PlantedSweep sweep, Rerun rerun, String... overrides)
            throws IOException {
        try (SweepLoader loader = new SweepLoader();
                RunFile run = RunFile.open(sweep.out.toString())) {
            SweepDefinition definition = loader.load(sweep.file, List.of(overrides));
            return Standing.of(sweep.request(rerun), run, definition, System.nanoTime());
        }
    }

    @Test
    @Tag("SWP-09")
    void standing_publishedVersion_tellsWhetherAnythingIsLeft(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = new PlantedSweep(folder, "[1, 2, -1]", "outputs: {y: {max: 3}}");
        assertThat(standing(sweep, Rerun.MISSING)).isNull();
        RunSummary ran = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        RunSummary stands = Objects.requireNonNull(standing(sweep, Rerun.MISSING));

        assertThat(List.of(
                        stands.completed(), stands.failed(), stands.reused(), stands.specPassed(), stands.specFailed()))
                .isEqualTo(List.of(2L, 1L, 3L, 1L, 1L));
        assertThat(stands.table()).isEqualTo(ran.table());
        assertThat(standing(sweep, Rerun.FAILED)).isNull();
        assertThat(standing(sweep, Rerun.ALL)).isNull();
        assertThat(standing(sweep, Rerun.MISSING, "seed=7")).isNull();
        Files.delete(sweep.out.resolve("master/current"));
        try (Store store = Stores.open(sweep.out.toString())) {
            new Epochs(store).claim(Owner.self());
            // A turn that ran nothing, such as a cleaning, leaves the table as it stands; a lost hint is mended.
            assertThat(standing(sweep, Rerun.MISSING)).isNotNull();
            assertThat(sweep.out.resolve("master/current")).isDirectory();
            // A driver that handed out cases may have left rows behind.
            store.putIfAbsent(SegmentName.folder(2) + "/_ranges", new byte[0]);
        }
        assertThat(standing(sweep, Rerun.MISSING)).isNull();
    }

    @Test
    @Tag("SWP-09")
    void run_afterAStoppedForcedRun_completesIt(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2, 3]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);
        // A run that was to run everything again, in epoch 2, reached only one case and was stopped.
        RunRequest forced = new RunRequest(sweep.file, List.of(), sweep.out.toString(), null, 2, null, 1L, Rerun.ALL);
        casemill.run(forced, RunObserver.NONE);
        assertThat(sweep.epochs()).isEqualTo(Map.of(0L, 2, 1L, 1, 2L, 1));
        assertThat(standing(sweep, Rerun.MISSING)).isNull();
        try (RunDirectory directory = StoredRunDirectory.open(sweep.out.toString())) {
            assertThat(directory.why(1, null).reruns()).isTrue();
            assertThat(directory.why(1, null).reason()).contains("--force");
            assertThat(directory.why(0, null).reruns()).isFalse();
        }

        RunSummary rest = casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        assertThat(rest.executed()).isEqualTo(2);
        assertThat(sweep.epochs()).isEqualTo(Map.of(0L, 2, 1L, 3, 2L, 3));
    }
}
