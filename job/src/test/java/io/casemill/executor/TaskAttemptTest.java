package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.executor.ExecutorRuntime.Patience;
import io.casemill.runner.Supervisor;
import io.casemill.session.Session;
import io.casemill.status.Status;
import io.casemill.status.StatusRow;
import io.casemill.store.FaultyStore;
import io.casemill.store.FaultyStore.Call;
import io.casemill.store.FaultyStore.How;
import io.casemill.store.Stores;
import io.casemill.sweep.Case;
import io.casemill.sweep.FailurePolicy.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One attempt at one partition on a real engine: what is durable afterwards, whatever happened. */
@Timeout(60)
class TaskAttemptTest extends TaskAttemptFixture {

    TaskAttemptTest(@TempDir Path folder) {
        super(folder);
    }

    @Test
    @Tag("SWP-07")
    void run_twoPartitionsAtOnceUnderStealing_recordsEachCaseOnce() throws Exception {
        ExecutorRuntime shared = start(4);
        try (Threads threads = new Threads()) {
            Future<TaskCommit> one = threads.run(() -> run(shared, 0, range(0, 8_000), () -> false));
            Future<TaskCommit> other = threads.run(() -> run(shared, 1, range(8_000, 16_000), () -> false));

            assertThat(one.get().completed() + other.get().completed()).isEqualTo(16_000);
        }

        List<StatusRow> rows = durable();
        assertThat(rows).hasSize(16_000).allSatisfy(row -> {
            assertThat(row.status()).isEqualTo(Status.COMPLETED);
            assertThat(row.output(0)).isEqualTo(2.0 * (row.theCase().id() + 1));
        });
        assertThat(outcomes()).hasSize(16_000);
        assertThat(tallied).hasValue(16_000);
    }

    @Test
    void run_workersBusy_admitsNoMoreThanTheWindow() throws Exception {
        AtomicLong admitted = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        Iterator<Case> counted = Stream.iterate(0L, id -> id < 50, id -> id + 1)
                .map(id -> theCase(id, -5))
                .peek(each -> admitted.incrementAndGet())
                .iterator();
        AtomicLong seen = new AtomicLong();

        TaskCommit commit = run(start(2), 0, counted, () -> {
            // The task's thread looks here each time around; long after the window is full, the cases may end.
            if (looks.incrementAndGet() == 4) {
                seen.set(admitted.get());
                release("released");
            }
            return false;
        });

        // Two chunks per worker and two more, each of one case, and the one that was looked at to know that it is
        // there.
        assertThat(seen.get()).isBetween(6L, 7L);
        assertThat(commit.completed()).isEqualTo(50);
    }

    @Test
    @Tag("SWP-08")
    void run_killedInMidRun_whatEndedIsDurable() throws Exception {
        ExecutorRuntime started = start(2);
        assertThatThrownBy(() -> run(started, 0, endless(), () -> tallied.get() >= 500))
                .isInstanceOf(InterruptedException.class);

        assertThat(outcomes()).hasSizeGreaterThanOrEqualTo(500).hasSize((int) tallied.get());
    }

    @Test
    void run_iteratorThrows_whatEndedIsDurableAndTheErrorIsTold() throws Exception {
        Iterator<Case> broken = Stream.iterate(0L, id -> id + 1)
                .map(id -> {
                    if (id == 2_000) {
                        throw new IllegalStateException("planted in the plan");
                    }
                    return theCase(id, (double) id + 1);
                })
                .iterator();

        assertThatThrownBy(() -> run(2, broken)).hasMessage("planted in the plan");

        assertThat(outcomes()).isNotEmpty().hasSize((int) tallied.get());
    }

    @Test
    @Tag("SWP-08")
    void run_killed_casesThatFailOfTheInterruptLeaveNoRow() throws Exception {
        ExecutorRuntime started = start(4);

        // Cases 1 to 3 run when the task is killed: one fails of the interrupt, one ignores it, one obeys.
        assertThatThrownBy(() -> run(started, 0, cases(1, -7, -8, -3), new KilledAfter(1, 10)))
                .isInstanceOf(InterruptedException.class);

        assertThat(outcomes()).isEqualTo(Map.of(0L, "2.0"));
    }

    /** Says so when so many cases ended and it was asked some more times, so that the others run. */
    private final class KilledAfter implements BooleanSupplier {
        private final long cases;
        private int looks;

        KilledAfter(long cases, int looks) {
            this.cases = cases;
            this.looks = looks;
        }

        @Override
        public boolean getAsBoolean() {
            return tallied.get() >= cases && --looks < 0;
        }
    }

    @Test
    @Tag("ENG-17")
    void run_retryPolicy_triesAgainAndRecordsTheLastAttempt() throws Exception {
        retries = List.of(new Retry(List.of("error"), 2));

        TaskCommit commit = run(2, cases(1, -6, -1, 0));

        assertThat(outcomes()).isEqualTo(Map.of(0L, "2.0", 1L, "6.0", 2L, "error", 3L, "invalid_result"));
        assertThat(durable().stream()
                        .collect(Collectors.toMap(row -> row.theCase().id(), TaskAttemptFixture::attempt)))
                .isEqualTo(Map.of(0L, 0, 1L, 1, 2L, 2, 3L, 0));
        assertThat(commit.completed()).isEqualTo(2);
        assertThat(commit.failed()).isEqualTo(2);
    }

    @Test
    void run_storeFailsAndRecovers_losesAndRepeatsNothing() throws Exception {
        FaultyStore store = new FaultyStore(Stores.open(root))
                .strike(Call.STAGE, "status", How.BEFORE)
                .strike(Call.STAGE, "status", How.BEFORE)
                .strike(Call.WRITE, "status", How.AFTER)
                .strike(Call.PUBLISH, "status", How.AFTER);
        faulty = store;

        TaskCommit commit = run(2, range(0, 12_000));

        assertThat(store.left()).isZero();
        assertThat(commit.completed()).isEqualTo(12_000);
        assertThat(outcomes()).hasSize(12_000);
        assertThat(commit.segments().stream()
                        .mapToLong(segment -> segment.rows())
                        .sum())
                .isEqualTo(12_000);
    }

    @Test
    void run_killedWhileTheStoreIsDown_endsAndTellsBoth() throws Exception {
        FaultyStore store = new FaultyStore(Stores.open(root));
        for (int i = 0; i < 100; i++) {
            store.strike(Call.STAGE, "status", How.BEFORE);
        }
        faulty = store;
        ExecutorRuntime started = start(2);

        assertThatThrownBy(() -> run(started, 0, endless(), () -> tallied.get() >= 50))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("check the storage's space and reachability")
                .satisfies(e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(InterruptedException.class));
    }

    @Test
    @Tag("ENG-16")
    void run_stuckCase_timesOutOnceEvenWhenItComesBack() throws Exception {
        timeout = Duration.ofSeconds(1);
        double[] x = DoubleStream.concat(
                        DoubleStream.iterate(1, each -> each + 1).limit(600), DoubleStream.of(-8, -5, 1))
                .toArray();
        int[] looks = {0};

        // One worker: its replacement waits in the next case of the chunk while the lost one comes back.
        TaskCommit commit = run(start(1), 0, cases(x), () -> {
            if (tallyOfFailed.get() > 0) {
                release("thawed");
            }
            if (Files.exists(folder.resolve("returned")) && ++looks[0] > 2) {
                release("released");
            }
            return false;
        });

        assertThat(outcomes()).hasSize(603).containsEntry(600L, "timeout").containsEntry(602L, "2.0");
        assertThat(commit.completed() + commit.failed()).isEqualTo(603);
    }

    @Test
    @Tag("ENG-15")
    void run_caseFailsOfItsTimeoutsInterrupt_isATimeout() throws Exception {
        timeout = Duration.ofSeconds(1);

        run(2, cases(-7, -3, 1));

        assertThat(outcomes()).isEqualTo(Map.of(0L, "timeout", 1L, "timeout", 2L, "2.0"));
    }

    @Test
    @Tag("ENG-17")
    void run_caseThrowsWhatCannotBeDescribed_isARowAllTheSame() throws Exception {
        run(2, cases(-9, 1));

        assertThat(outcomes()).isEqualTo(Map.of(0L, "error", 1L, "2.0"));
        assertThat(durable())
                .anySatisfy(row ->
                        assertThat(row.errorMessage()).contains("its message threw java.lang.IllegalStateException"));
    }

    @Test
    void run_caseInterruptsItself_isTriedOnceMoreThenFails() throws Exception {
        run(2, cases(-10, 1));

        assertThat(outcomes()).isEqualTo(Map.of(0L, "error", 1L, "2.0"));
        assertThat(durable().stream().filter(row -> row.theCase().id() == 0))
                .singleElement()
                .satisfies(row -> assertThat(attempt(row)).isEqualTo(1));
    }

    @Test
    @Tag("ENG-20")
    void runtime_runsThatEnded_keepTwoFoldersAndCloseRemovesAll() throws Exception {
        ExecutorRuntime started = start(1);
        for (int i = 0; i < 5; i++) {
            TaskAttempt.run(
                    started,
                    setup("run-" + i),
                    new TaskId(i, 0, 0, "1", "host"),
                    range(i, i + 1),
                    this::tally,
                    () -> false);
        }
        Path scratch = folder.resolve("scratch");
        try (Stream<Path> below = Files.walk(scratch, 2)) {
            assertThat(below.filter(path -> path.getFileName().toString().startsWith("run-")))
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("run-3-1", "run-4-1");
        }

        started.close();

        try (Stream<Path> below = Files.list(scratch)) {
            assertThat(below).isEmpty();
        }
    }

    @Test
    @Tag("SWP-01")
    void scratch_twoAttemptsAtOnePartition_haveFoldersOfTheirOwn() throws Exception {
        try (Supervisor supervisor = new Supervisor()) {
            RunRuntime run = RunRuntime.open(
                    setup("run"),
                    supervisor,
                    new Circuit(Duration.ofHours(1)),
                    folder.resolve("runtime"),
                    Stores::open);

            assertThat(Stream.of(new int[] {0, 0}, new int[] {0, 1}, new int[] {1, 0})
                            .map(each -> new Session.Attempt("run", 1, 4, each[0], each[1]))
                            .map(attempt -> run.scratch(attempt, 7, 0)))
                    .doesNotHaveDuplicates();
            run.close();
            assertThat(folder.resolve("runtime")).doesNotExist();
        }
    }

    @Test
    void start_workerCannotStart_leavesNothing() {
        assertThatThrownBy(() -> ExecutorRuntime.start(
                        "1", 1_000, 1_000, "required", folder.resolve("scratch"), Patience.before(Duration.ofHours(1))))
                .hasMessageContaining("affinity: best-effort");

        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    private interface Job {
        TaskCommit run() throws Exception;
    }

    /** Threads of the test, ended with it. */
    private static final class Threads implements AutoCloseable {
        private final ExecutorService service = Executors.newCachedThreadPool();

        Future<TaskCommit> run(Job job) {
            return service.submit(job::run);
        }

        @Override
        public void close() {
            service.shutdownNow();
        }
    }
}
