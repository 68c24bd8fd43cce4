package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.engine.EngineOptions;
import io.casemill.status.Execution;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.FailurePolicy.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cases on the task's own thread: because the engine takes no more work, or because it has no workers. */
@Timeout(60)
class SequentialFallbackTest extends TaskAttemptFixture {
    private static final double DEAF = -8;

    SequentialFallbackTest(@TempDir Path folder) {
        super(folder);
    }

    @Test
    @Tag("ENG-18")
    void run_casesUseUpTheReplacements_allOthersCompleteAndTheReasonIsReported() throws Exception {
        timeout = Duration.ofSeconds(1);
        double[] x = DoubleStream.concat(
                        DoubleStream.iterate(1, each -> each + 1).limit(100),
                        DoubleStream.concat(
                                DoubleStream.generate(() -> DEAF).limit(5),
                                DoubleStream.generate(() -> 1).limit(2_000)))
                .toArray();

        TaskCommit commit = run(1, cases(x));

        assertThat(commit.completed()).isEqualTo(2_100);
        assertThat(commit.failed()).isEqualTo(5);
        assertThat(commit.degraded())
                .isEqualTo(
                        "engine casemill-1 has replaced 4 workers, its limit, and now casemill-1-worker-0 is stuck and was"
                                + " given up; look for cases that ignore their timeout, then restart the executor");
        assertThat(outcomes()).hasSize(2_105).containsEntry(104L, "timeout").containsEntry(2_104L, "2.0");
        assertThat(tallied).hasValue(2_105);
    }

    @Test
    @Tag("ENG-18")
    void run_engineRefusedBefore_theNextAttemptRunsOnItsOwnThread() throws Exception {
        timeout = Duration.ofMillis(30);
        ExecutorRuntime started = start(1);
        run(started, 0, cases(DEAF, DEAF, DEAF, DEAF, DEAF), () -> false);

        timeout = Duration.ofMinutes(1);
        TaskCommit next = TaskAttempt.run(
                started, setup("next"), new TaskId(1, 0, 0, "1", "host"), range(5, 50), this::tally, () -> false);

        assertThat(next.completed()).isEqualTo(45);
        assertThat(next.degraded()).contains("has replaced 4 workers, its limit");
        assertThat(outcomes()).hasSize(50);
    }

    @Test
    @Tag("ENG-18")
    void started_systemGivesNoThreads_isWithoutWorkersAndSaysWhy() {
        EngineOptions options = new EngineOptions("poor", 2, Duration.ofSeconds(1), worker -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        ExecutorRuntime.Started started = ExecutorRuntime.Started.of(options);

        assertThat(started.engine().workers()).isZero();
        assertThat(started.degraded()).matches("Cannot start poor-worker-\\d: unable to create native thread");
        started.engine().close();
    }

    @Test
    @Tag("RTC-10")
    void run_withoutWorkers_everythingRunsHereInPlanOrder() throws Exception {
        timeout = Duration.ofSeconds(1);
        retries = List.of(new Retry(List.of("error"), 1));
        List<Long> order = new ArrayList<>();

        TaskCommit commit = run(0, cases(1, 2, -1, -6, -3, -7, 0, 3));

        assertThat(commit.degraded()).isNull();
        assertThat(outcomes())
                .isEqualTo(Map.of(
                        0L,
                        "2.0",
                        1L,
                        "4.0",
                        2L,
                        "error",
                        3L,
                        "6.0",
                        4L,
                        "timeout",
                        5L,
                        "timeout",
                        6L,
                        "invalid_result",
                        7L,
                        "6.0"));
        assertThat(durable())
                .allSatisfy(row -> assertThat(execution(row).worker()).isZero());
        durable().stream()
                .filter(row -> attempt(row) == 0)
                .map(row -> row.theCase().id())
                .forEach(order::add);
        assertThat(order).isSorted();
    }

    @Test
    @Tag("RTC-10")
    @Tag("ENG-25")
    void run_withoutWorkers_hasTheResultsOfTheEngine() throws Exception {
        run(0, range(0, 3_000));
        Map<Long, String> here = outcomes();

        assertThat(here)
                .isEqualTo(LongStream.range(0, 3_000)
                        .boxed()
                        .collect(Collectors.toMap(id -> id, id -> String.valueOf(2.0 * (id + 1)))));
    }

    @Test
    @Tag("RTC-10")
    void run_withoutWorkersAndKilled_whatEndedIsDurable() throws Exception {
        ExecutorRuntime started = start(0);

        assertThatThrownBy(() -> run(started, 0, endless(), () -> tallied.get() >= 500))
                .isInstanceOf(InterruptedException.class);

        assertThat(outcomes()).hasSizeGreaterThanOrEqualTo(500).hasSize((int) tallied.get());
    }

    @Test
    @Tag("RTC-10")
    @Tag("SWP-08")
    void run_withoutWorkersAndKilledInACase_theCaseThatFailsOfTheInterruptLeavesNoRow() throws Exception {
        ExecutorRuntime started = start(0);
        AtomicBoolean killed = new AtomicBoolean();
        Thread task = Thread.currentThread();
        Thread spark = new Thread(() -> {
            while (Arrays.stream(task.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().endsWith("PlantedFunction"))) {
                Thread.onSpinWait();
            }
            killed.set(true);
            task.interrupt();
        });

        assertThatThrownBy(() -> run(started, 0, startingWith(spark, -7, 1), killed::get))
                .isInstanceOf(InterruptedException.class);

        spark.join();
        assertThat(durable()).isEmpty();
    }

    private Iterator<Case> startingWith(Thread other, double... x) {
        other.start();
        return cases(x);
    }

    private static Execution execution(StatusRow row) {
        return Objects.requireNonNull(row.execution());
    }
}
