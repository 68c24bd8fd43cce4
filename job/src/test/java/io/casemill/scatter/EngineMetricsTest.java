package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.casemill.engine.RunTimes;
import io.casemill.engine.WorkerStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which gauges there are when, and what they say. */
@Tag("ENG-21")
class EngineMetricsTest {
    private static final Pattern DOCUMENTED = Pattern.compile("#   ([a-zA-Z0-9.<>]+)(?: {2,}.*)?");

    private final MetricRegistry registry = new MetricRegistry();
    private EngineFigures now = EngineFigures.of("1", List.of());
    private long nanos;
    private int reads;

    private final EngineMetrics metrics = new EngineMetrics(
            registry,
            "",
            () -> {
                reads++;
                return now;
            },
            () -> nanos);

    private static WorkerStatistics worker(int index, long executed) {
        return new WorkerStatistics(
                index, 4 + index, executed, 3, 1, 2, 1_500_000_000L, 500_000_000L, 0, 0, RunTimes.NONE);
    }

    private static EngineFigures engine(String executor, WorkerStatistics... workers) {
        return new EngineFigures(executor, 7, List.of(workers));
    }

    private Object value(String name) {
        return Objects.requireNonNull(registry.getGauges().get(name), name).getValue();
    }

    @Test
    void before_the_engine_is_there_all_is_nothing_and_nothing_is_null() {
        assertThat(value("engine.workers")).isEqualTo(0);
        assertThat(value("engine.executed")).isEqualTo(0L);
        assertThat((double) value("engine.stealEfficiency")).isNaN();
        assertThat(registry.getGauges().values())
                .allSatisfy(gauge -> assertThat(gauge.getValue()).isInstanceOf(Number.class));
    }

    @Test
    void engine_and_workers_are_shown_each_read_once_for_all_gauges() {
        now = engine("1", worker(0, 10), worker(1, 20));
        metrics.show(2);

        assertThat(value("engine.workers")).isEqualTo(2);
        assertThat(value("engine.injectorSize")).isEqualTo(7L);
        assertThat(value("engine.executed")).isEqualTo(30L);
        assertThat(value("engine.stealEfficiency")).isEqualTo(0.75);
        assertThat(value("worker.1.executed")).isEqualTo(20L);
        assertThat(value("worker.1.core")).isEqualTo(5);
        assertThat(value("worker.0.parkedSeconds")).isEqualTo(1.5);
        assertThat(value("worker.0.busySeconds")).isEqualTo(0.5);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void an_engine_that_is_replaced_is_followed_also_to_fewer_workers() {
        now = engine("1", worker(0, 10), worker(1, 20));
        metrics.show(2);
        assertThat(value("worker.1.executed")).isEqualTo(20L);

        now = engine("1", worker(0, 1));
        metrics.show(1);
        nanos += 1_000_000_000;

        assertThat(value("engine.executed")).isEqualTo(1L);
        assertThat(value("worker.1.executed")).isEqualTo(0L);
    }

    @Test
    void removed_metrics_are_gone_from_the_registry_that_took_them_over() {
        MetricRegistry spark = new MetricRegistry();
        spark.register("plugin", registry);
        metrics.show(2);
        assertThat(spark.getGauges()).containsKey("plugin.worker.1.executed");

        metrics.remove();

        assertThat(spark.getGauges()).isEmpty();
    }

    @Test
    void the_shipped_configuration_documents_every_metric_and_no_other() throws IOException {
        metrics.show(1);
        Set<String> shown = registry.getNames().stream()
                .map(name -> name.replace("worker.0.", "worker.<i>."))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../conf/metrics.properties"))) {
            Matcher matcher = DOCUMENTED.matcher(line);
            if (matcher.matches()) {
                String name = matcher.group(1);
                documented.addAll(name.contains(".") ? Set.of(name) : Set.of("engine." + name, "worker.<i>." + name));
            }
        }

        assertThat(documented).isEqualTo(shown);
    }

    @Test
    void a_removed_executor_takes_its_metrics_along() throws ReflectiveOperationException {
        DriverSide driver = new DriverSide();
        java.lang.reflect.Field field = DriverSide.class.getDeclaredField("registry");
        field.setAccessible(true);
        field.set(driver, registry);
        int own = registry.getNames().size();
        driver.receive(engine("17", worker(0, 10)));
        driver.receive(engine("17", worker(0, 11)));
        assertThat(value("executor.17.worker.0.executed")).isEqualTo(11L);

        driver.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "17", "decommissioned"));

        assertThat(registry.getNames()).hasSize(own);
    }
}
