package io.casemill.executor;

import io.casemill.config.SweepJson;
import io.casemill.executor.ExecutorRuntime.Patience;
import io.casemill.session.Session;
import io.casemill.status.Execution;
import io.casemill.status.FlushPolicy;
import io.casemill.status.Placement;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusLog;
import io.casemill.status.StatusRow;
import io.casemill.store.Stores;
import io.casemill.sweep.Block;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.ValueSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the executor adds to a case that does nothing: from the case that the plan hands over to the row that the status log holds.
 * No row is encoded or written. One operation is one case.
 *
 * <p>{@code flow} with no workers does everything on one thread, so its time is CPU time. With workers, {@code cpuNanos} is the CPU time
 * of the whole process by {@code cases}. The memory of {@code flow} less that of {@code row} (run with {@code -prof gc}) is what
 * a case takes beyond its row.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the method marked Setup first
public class AdmissionBenchmark {
    private static final int CASES = 100_000;
    private static final FlushPolicy NEVER = new FlushPolicy(
            Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(1), 1, Duration.ofMillis(1), Duration.ofMillis(2));

    /** 0: on the calling thread. */
    @Param({"0", "1"})
    public int workers;

    private final List<Case> cases = LongStream.range(0, CASES)
            .mapToObj(id -> new Case(id, "k".repeat(32), "all", new Object[] {1.0}))
            .toList();
    private final StatusRow[] rows = new StatusRow[CASES];
    private Path folder;
    private ExecutorRuntime runtime;
    private RunRuntime run;
    private int partition;

    /** Beside the time: the CPU time of the process. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        public long cpuNanos;
        public long cases;
    }

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("admission");
        runtime = ExecutorRuntime.start(
                "1",
                workers,
                Math.max(1, workers),
                "off",
                folder.resolve("scratch"),
                Patience.before(Duration.ofSeconds(5)),
                Stores::open);
        List<Column> columns = List.of(new Column("x", ColumnType.DOUBLE));
        SweepDefinition definition = new SweepDefinition(
                "noop",
                1,
                new RunnerDefinition.Function("noop", "1"),
                List.of(new Parameter("x", ColumnType.DOUBLE, new ValueSource.Constant(1.0), null)),
                List.of(new Block("all", new Block.Product(List.of("x")), null, Map.of())),
                Map.of(),
                null,
                List.of(new OutputDefinition("zero", "", null, null)),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of());
        String root = folder.resolve("run").toUri().toString();
        run = runtime.acquire(RunSetup.of("run", root, 1, SweepJson.write(definition), columns));
    }

    @TearDown
    public void close() throws IOException {
        runtime.release(run);
        runtime.close();
        Folders.remove(folder);
    }

    @Benchmark
    @OperationsPerInvocation(CASES)
    public int flow(Cpu cpu) throws IOException, InterruptedException {
        long before = cpuNanos();
        TaskId id = new TaskId(partition++, 0, 0, "1", "host");
        Session session = new Session(new Session.Attempt("run", 1, id.partition(), 0, 0), run.store());
        StatusLog log = new StatusLog(
                run.store(), run.columns(), new SegmentName(1, id.partition(), 0, 0, 0), NEVER, System::nanoTime);
        Counts counts = new Counts((completed, failed, specFailed) -> {});
        TaskAttempt.flow(
                runtime,
                runtime.stay(run),
                new CaseFlow(
                        TaskAttempt.setting(runtime, run, session, id),
                        FinishedCases.none(),
                        cases.iterator(),
                        log,
                        counts,
                        () -> false));
        session.close();
        cpu.cpuNanos += cpuNanos() - before;
        cpu.cases += CASES;
        if (log.held() != CASES || counts.completed() != CASES) {
            throw new IllegalStateException("Lost rows: " + log.held());
        }
        return log.held();
    }

    /** The row alone. */
    @Benchmark
    @OperationsPerInvocation(CASES)
    public void row(Blackhole hole) {
        Placement placement = new Placement("host", "1", 0, "run-e1-p0-a0.0");
        for (int i = 0; i < CASES; i++) {
            Execution execution = new Execution(placement, 0, i, 1e-6, Double.NaN, -1, 0, -1, null, null);
            rows[i] = StatusRow.completed(cases.get(i), new double[1], null, execution);
        }
        hole.consume(rows);
        Arrays.fill(rows, null);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
