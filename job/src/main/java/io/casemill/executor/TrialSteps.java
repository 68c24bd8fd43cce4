package io.casemill.executor;

import io.casemill.engine.Steps;
import io.casemill.engine.Worker;
import io.casemill.runner.CaseContext;
import io.casemill.runner.CpuTime;
import io.casemill.runner.Outcome;
import io.casemill.runner.Runner;
import io.casemill.runner.Thrown;
import io.casemill.sweep.Case;
import io.casemill.udfs.Arena;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The cases of one pass of a rehearsal as steps of an engine. */
final class TrialSteps implements Steps {
    /** What a step may take beyond the case's own limit, while its runner ends processes and reads results. */
    private static final long RUNNER_GRACE_NANOS = 10_000_000_000L;

    private final Rehearsal rehearsal;
    private final List<Case> cases;
    private final Path folder;
    private final Runners runners;
    private final long end;

    /** Null while a case is on its way, empty when it never began. */
    private final AtomicReferenceArray<@Nullable Optional<Trial>> trials;

    private final long[] begun;
    private final CountDownLatch left;

    /** Which cases share a runner. */
    enum Runners {
        ONE_PER_WORKER,
        ONE_PER_CASE
    }

    TrialSteps(Rehearsal rehearsal, List<Case> cases, Path folder, long nanos, Runners runners) {
        this.rehearsal = rehearsal;
        this.cases = List.copyOf(cases);
        this.folder = folder;
        this.runners = runners;
        this.end = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
        this.trials = new AtomicReferenceArray<>(cases.size());
        this.begun = new long[cases.size()];
        this.left = new CountDownLatch(cases.size());
    }

    Path folder() {
        return folder;
    }

    /** The trials of the cases that began, in their order, when all are over. */
    List<Trial> await() throws InterruptedException {
        left.await();
        return IntStream.range(0, cases.size())
                .mapToObj(index -> Objects.requireNonNull(trials.get(index)))
                .flatMap(Optional::stream)
                .toList();
    }

    private long nanosLeft() {
        return end == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, end - System.nanoTime());
    }

    @Override
    public long timeoutNanos(int index) {
        begun[index] = System.nanoTime();
        long granted = Math.min(nanosLeft(), rehearsal.timeout().toNanos());
        return rehearsal.inProcess() ? granted : granted + RUNNER_GRACE_NANOS;
    }

    @Override
    public void run(int index, Worker worker) {
        long granted = Math.min(nanosLeft(), rehearsal.timeout().toNanos());
        if (granted == 0) {
            fill(index, Optional.empty());
            return;
        }
        Context context =
                new Context(Duration.ofNanos(granted), folder.resolve("c" + index), rehearsal.inputs(), new Arena());
        try {
            if (runners == Runners.ONE_PER_CASE) {
                try (Runner own = rehearsal.runner()) {
                    fill(index, Optional.of(measured(index, own, context)));
                }
            } else {
                fill(index, Optional.of(measured(index, worker.local(this, rehearsal::runner), context)));
            }
        } finally {
            Folders.remove(context.folder());
        }
    }

    private Trial measured(int index, Runner runner, Context context) {
        CpuTime cpu = rehearsal.inProcess() ? CpuTime.ofThisThread() : CpuTime.ofChildren();
        long started = System.nanoTime();
        Outcome outcome = runner.run(cases.get(index), context);
        long ended = System.nanoTime();
        if (!(outcome instanceof Outcome.Completed)
                && ended - begun[index] >= context.timeout().toNanos()) {
            outcome = context.timeout().equals(rehearsal.timeout()) ? timedOut() : new Outcome.Cancelled();
        }
        return new Trial(cases.get(index), outcome, ended - started, cpu.nanos(), cpu.allocatedBytes());
    }

    @Override
    public void failed(int index, Throwable thrown) {
        fill(index, over(index, Thrown.outcome(thrown, TrialSteps.class)));
    }

    @Override
    public void stuck(int index, Worker worker) {
        fill(index, over(index, timedOut()));
    }

    @Override
    public void skipped(int index) {
        fill(index, Optional.empty());
    }

    private Outcome timedOut() {
        return Outcome.Failed.timedOut(rehearsal.timeout());
    }

    private Optional<Trial> over(int index, Outcome outcome) {
        return Optional.of(new Trial(cases.get(index), outcome, System.nanoTime() - begun[index], -1, -1));
    }

    private void fill(int index, Optional<Trial> trial) {
        if (trials.compareAndSet(index, null, trial)) {
            left.countDown();
        }
    }

    private record Context(Duration timeout, Path folder, Path inputs, Arena arena) implements CaseContext {
        @Override
        public int attempt() {
            return 0;
        }

        @Override
        public Path scratch() throws IOException {
            return Files.createDirectories(folder);
        }
    }
}
