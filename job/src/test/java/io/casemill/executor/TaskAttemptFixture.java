package io.casemill.executor;

import io.casemill.LateThreads;
import io.casemill.config.SweepJson;
import io.casemill.executor.ExecutorRuntime.Patience;
import io.casemill.status.Execution;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusRow;
import io.casemill.store.FaultyStore;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Block;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.FailurePolicy.OnTimeout;
import io.casemill.sweep.FailurePolicy.Retry;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.ValueSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Task attempts on a real engine over planted cases, a storage that can be made to fail, and what is durable. */
abstract class TaskAttemptFixture {
    private static final List<Column> COLUMNS =
            List.of(new Column("x", ColumnType.DOUBLE), new Column("folder", ColumnType.STRING));

    final Path folder;
    final String root;
    final AtomicLong tallied = new AtomicLong();
    final AtomicLong tallyOfFailed = new AtomicLong();

    Duration timeout = Duration.ofMinutes(1);

    /** What a case gets to end after its interrupt. */
    Duration grace = Duration.ofMillis(200);

    List<Retry> retries = List.of();
    ExecutionPolicy execution = ExecutionPolicy.DEFAULT;

    /** How long an open circuit waits before a probe. */
    Duration circuit = Duration.ofHours(1);

    @Nullable Duration partitionTimeout;

    RunnerDefinition runner = new RunnerDefinition.Function("planted", "1");

    @Nullable FaultyStore faulty;

    @Nullable ExecutorRuntime runtime;

    TaskAttemptFixture(Path folder) {
        this.folder = folder;
        this.root = folder.resolve("run").toUri().toString();
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        touch("thawed");
        if (runtime != null) {
            runtime.close();
        }
        // Those that were given up write into the folder as they end.
        LateThreads.await("casemill-1-worker-");
    }

    ExecutorRuntime start(int workers) throws IOException {
        ExecutorRuntime started = ExecutorRuntime.start(
                "1", workers, workers, "off", folder.resolve("scratch"), new Patience(grace, circuit), this::store);
        runtime = started;
        return started;
    }

    Store store(String at) throws IOException {
        Store store = Stores.open(at);
        return faulty == null ? store : faulty;
    }

    void touch(String name) throws IOException {
        Files.write(folder.resolve(name), new byte[0]);
    }

    RunSetup setup(String runId) {
        SweepDefinition definition = new SweepDefinition(
                "planted",
                1,
                runner,
                List.of(
                        new Parameter("x", ColumnType.DOUBLE, new ValueSource.Constant(1.0), null),
                        new Parameter("folder", ColumnType.STRING, new ValueSource.Constant(""), null)),
                List.of(new Block("all", new Block.Product(List.of("x")), null, Map.of())),
                Map.of(),
                null,
                List.of(new OutputDefinition("y", "", null, null)),
                new Limits(timeout, partitionTimeout, null, null, 1 << 20, 1 << 20),
                new FailurePolicy(null, null, retries, OnTimeout.FAIL),
                execution,
                List.of());
        return RunSetup.of(runId, root, 1, SweepJson.write(definition), COLUMNS);
    }

    Case theCase(long id, double x) {
        return new Case(id, "k".repeat(32), "all", new Object[] {x, folder.toString()});
    }

    /** Cases with these {@code x}, ids from 0. */
    Iterator<Case> cases(double... x) {
        return IntStream.range(0, x.length).mapToObj(i -> theCase(i, x[i])).iterator();
    }

    Iterator<Case> range(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(id -> theCase(id, (double) id + 1))
                .iterator();
    }

    /** Cases without end, so that only a kill ends the attempt. */
    Iterator<Case> endless() {
        return range(0, Long.MAX_VALUE);
    }

    void tally(long completed, long failed, long specFailed) {
        tallied.addAndGet(completed + failed);
        tallyOfFailed.addAndGet(failed);
    }

    TaskCommit run(ExecutorRuntime on, int partition, Iterator<Case> cases, BooleanSupplier killed)
            throws IOException, InterruptedException {
        return run(on, partition, 0, cases, killed);
    }

    /** One of several attempts at a partition. */
    TaskCommit run(ExecutorRuntime on, int partition, int taskAttempt, Iterator<Case> cases, BooleanSupplier killed)
            throws IOException, InterruptedException {
        return TaskAttempt.run(
                on, setup("run"), new TaskId(partition, 0, taskAttempt, "1", "host"), cases, this::tally, killed);
    }

    TaskCommit run(int workers, Iterator<Case> cases) throws IOException, InterruptedException {
        return run(start(workers), 0, cases, () -> false);
    }

    List<StatusRow> durable() throws IOException {
        List<StatusRow> rows = new ArrayList<>();
        try (Store store = Stores.open(root)) {
            for (SegmentName name : SegmentName.published(store)) {
                try (RowReader reader = RowReader.open(store, name.path())) {
                    while (reader.next()) {
                        rows.add(reader.row());
                    }
                }
            }
        }
        return rows;
    }

    /** By case id: the error class, or the output. Fails when a case has two rows. */
    Map<Long, String> outcomes() throws IOException {
        return durable().stream().collect(Collectors.toMap(row -> row.theCase().id(), row -> switch (row.status()) {
            case COMPLETED -> String.valueOf(row.output(0));
            case FAILED -> Objects.requireNonNull(row.errorClass()).id();
            case PENDING -> String.valueOf(row.errorMessage());
        }));
    }

    static int attempt(StatusRow row) {
        Execution execution = Objects.requireNonNull(row.execution());
        return execution.attempt();
    }

    void release(String name) {
        try {
            touch(name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
