package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads from the driver's page while a sweep runs, under the shipped configuration. */
@Tag("ENG-21")
@Timeout(180)
class MetricsPageTest {
    private static final String OURS = "metrics_casemill_driver_plugin_io_casemill_scatter_CasemillPlugin_";

    /** Prometheus' text format: a name, labels, a number. */
    private static final Pattern LINE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)\\{[a-z]+=\"[^\"]*\"(?:, *[a-z]+=\"[^\"]*\")*} (NaN|-?[0-9.E-]+)");

    private final Path folder;

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "spark.ui.enabled", "true",
            "spark.ui.port", "0",
            "spark.metrics.conf",
                    Path.of("../conf/metrics.properties").toAbsolutePath().toString()));

    private final ExecutorService driver = Executors.newSingleThreadExecutor();

    MetricsPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void configure() throws IOException {
        settings.put("spark.casemill.metrics.interval", "100ms");
        settings.put(
                "spark.executor.extraJavaOptions",
                "-Dcasemill.log=" + folder.resolve("executor.log") + " -Dlog4j2.configurationFile="
                        + Path.of("../conf/log4j2.properties").toUri().normalize());
        settings.forEach(System::setProperty);
    }

    @AfterEach
    void restore() {
        driver.shutdownNow();
        settings.keySet().forEach(System::clearProperty);
    }

    /** Runs 300 cases and one that waits; gives the page's figures to a check once the others have ended. */
    private void whileOneCaseWaits(String master, Check check) throws Exception {
        PlantedSweep sweep =
                PlantedSweep.of(folder, "[-5, " + PlantedSweep.numbers(1, 300).substring(1));
        RunRequest request =
                new RunRequest(sweep.file, List.of(), sweep.out.toString(), master, 0, null, null, Rerun.MISSING);
        CountDownLatch others = new CountDownLatch(1);
        RunObserver observer = new RunObserver() {
            @Override
            public void progress(Progress progress) {
                if (progress.done() == 300) {
                    others.countDown();
                }
            }
        };
        try (Casemill casemill = new Casemill()) {
            Future<RunSummary> run = driver.submit(() -> casemill.run(request, observer));
            assertThat(others.await(120, TimeUnit.SECONDS)).isTrue();
            try {
                check.check(casemill);
            } finally {
                Files.createFile(folder.resolve("released"));
            }
            assertThat(run.get(60, TimeUnit.SECONDS).completed()).isEqualTo(301);
        }
    }

    private interface Check {
        void check(Casemill casemill) throws Exception;
    }

    /** Casemill's metrics by the end of their names. */
    private static Map<String, Double> page() throws IOException, InterruptedException {
        String address =
                SparkSession.getDefaultSession().get().sparkContext().uiWebUrl().get();
        HttpResponse<String> page = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/metrics/prometheus"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        Map<String, Double> metrics = new HashMap<>();
        page.body().lines().filter(line -> line.startsWith(OURS)).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            metrics.put(matcher.group(1).substring(OURS.length()), Double.valueOf(matcher.group(2)));
        });
        return metrics;
    }

    /** Looks until all are counted: a case is told a moment before its worker counts it, and an executor's word is on its way. */
    private static Map<String, Double> pageOf300(String executed) throws IOException, InterruptedException {
        Map<String, Double> metrics = page();
        while (!metrics.getOrDefault(executed, 0.0).equals(300.0)) {
            metrics = page();
        }
        return metrics;
    }

    private static double value(Map<String, Double> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }

    @Test
    void page_showsEngineAndWorkersWhileALocalSweepRuns() throws Exception {
        whileOneCaseWaits("local[2]", casemill -> {
            Map<String, Double> metrics = pageOf300("engine_executed_Value");

            assertThat(metrics).containsEntry("engine_workers_Value", 2.0);
            assertThat(value(metrics, "worker_0_executed_Value") + value(metrics, "worker_1_executed_Value"))
                    .isEqualTo(300);
            assertThat(value(metrics, "worker_0_busySeconds_Value")).isPositive();
            assertThat(value(metrics, "worker_1_busySeconds_Value")).isPositive();
            assertThat(value(metrics, "engine_parkedSeconds_Value")).isPositive();
            assertThat(value(metrics, "engine_runTimeP50Seconds_Value"))
                    .isPositive()
                    .isLessThanOrEqualTo(value(metrics, "engine_runTimeP99Seconds_Value"));
            assertThat(value(metrics, "engine_runTimeMaxSeconds_Value"))
                    .isGreaterThanOrEqualTo(value(metrics, "engine_runTimeP90Seconds_Value") * 0.96);
            assertThat(metrics).containsKeys("engine_stealEfficiency_Value", "worker_1_dequeSize_Value");
        });
    }

    @Test
    @Tag("ENG-23")
    void page_ofTheDriverShowsTheExecutorsOfACluster_andTheirLogsCarryIds() throws Exception {
        try (LocalCluster cluster = new LocalCluster(1, 2)) {
            whileOneCaseWaits(cluster.master(), casemill -> {
                Map<String, Double> metrics = pageOf300("executor_0_engine_executed_Value");
                assertThat(metrics)
                        .containsEntry("executors_Value", 1.0)
                        .containsEntry("executor_0_engine_workers_Value", 2.0);
                assertThat(value(metrics, "executor_0_worker_1_busySeconds_Value"))
                        .isPositive();

                // The executor's log, where its JVM was started with the shipped configuration.
                PlantedSweep talk = TalkativeSweep.in(folder, "talked");
                casemill.run(talk.request(Rerun.MISSING), RunObserver.NONE);
                TalkativeSweep.assertLabelled(folder.resolve("executor.log"), talk.rows());
            });
        }
    }
}
