package io.casemill.app;

import io.casemill.runner.Outcome;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers what a test tells it to. */
final class FakeSweeps implements Sweeps {
    static final EngineReport ENGINE = new EngineReport(
            2, 8, 0.961, 10_000, 12, 0.8, 1, 2.5, new EngineReport.Seconds(0.0012, 0.0011, 0.002, 0.0043, 0.01));

    final List<RunRequest> requests = new ArrayList<>();
    RunSummary summary = summary(10_000, 9_990, 10, 0, 0, 10_000, 9_725, 265, null);
    final List<String> checked = new ArrayList<>();
    Pilot pilot = new Pilot("lowpass", 1_000, 0, true, List.of(), Duration.ZERO, 0);
    Independence independence = new Independence("beam", 20, 0, List.of());
    Outcome outcome = new Outcome.Completed(new double[] {1.5}, 0, Outcome.Usage.UNKNOWN);

    @Nullable RuntimeException failure;

    @Nullable IOException storageFailure;

    boolean closed;

    static RunSummary summary(
            long planned,
            long completed,
            long failed,
            long pending,
            long reused,
            long executed,
            long specPassed,
            long specFailed,
            RunSummary.@Nullable Stopped stopped) {
        return new RunSummary(
                "quickstart",
                "runs/quickstart",
                1,
                "runs/quickstart/master/current",
                planned,
                completed,
                failed,
                pending,
                reused,
                executed,
                specPassed,
                specFailed,
                Duration.ofMillis(8420),
                executed == 0 ? 0 : 1234,
                stopped,
                null,
                ENGINE,
                null);
    }

    /** The same summary of a run of which a part ran without the engine. */
    static RunSummary degraded(RunSummary of, String why) {
        return new RunSummary(
                of.name(),
                of.directory(),
                of.version(),
                of.table(),
                of.planned(),
                of.completed(),
                of.failed(),
                of.pending(),
                of.reused(),
                of.executed(),
                of.specPassed(),
                of.specFailed(),
                of.elapsed(),
                of.casesPerSecond(),
                of.stopped(),
                why,
                of.engine(),
                of.profile());
    }

    private void fail() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (storageFailure != null) {
            throw storageFailure;
        }
    }

    @Override
    public RunSummary run(RunRequest request, RunObserver observer) throws IOException {
        requests.add(request);
        fail();
        observer.planned(summary.planned(), summary.reused(), summary.planned() - summary.reused());
        observer.finished(
                new Progress(summary.planned(), summary.reused(), summary.executed(), 0, 0, 1234, summary.elapsed()));
        return summary;
    }

    @Override
    public PlanView plan(RunRequest request, int sample) throws IOException {
        requests.add(request);
        fail();
        return new PlanView(
                "lowpass",
                30,
                21,
                Map.of("corners", 30L),
                List.of(new Column("r", ColumnType.DOUBLE), new Column("fc", ColumnType.DOUBLE)),
                List.of("vmax"),
                List.of(List.of(0L, "corners", 1000.0, 159154.94)));
    }

    @Override
    public RunSummary gather(String directory, @Nullable String master) throws IOException {
        fail();
        return summary;
    }

    @Override
    public RerunView rerun(String directory, long caseId, Consumer<String> output) throws IOException {
        fail();
        output.accept("hello\u001b[31m");
        return new RerunView(caseId, List.of("vmax"), outcome, "/tmp/kept", Duration.ofMillis(120));
    }

    @Override
    public Pilot pilot(RunRequest request, int cases, Duration time) throws IOException {
        requests.add(request);
        fail();
        return pilot;
    }

    @Override
    public Independence check(RunRequest request, int cases) throws IOException {
        requests.add(request);
        fail();
        return independence;
    }

    @Override
    public Independence check(String directory, int cases) throws IOException {
        checked.add(directory);
        fail();
        return independence;
    }

    @Override
    public void close() {
        closed = true;
    }
}
