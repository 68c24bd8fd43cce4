package io.casemill.executor;

import io.casemill.engine.Parallel;
import io.casemill.engine.Worker;
import io.casemill.runner.CaseContext;
import io.casemill.runner.Runner;
import io.casemill.session.Session;
import io.casemill.sweep.Case;
import io.casemill.udfs.Arena;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place in one run: its runner, its scratch memory, and the context of the case that it runs. Used by that worker only;
 * the parallel methods also by the elements of the case.
 */
final class Seat implements CaseContext, AutoCloseable {
    private final RunRuntime run;
    private final Runner runner;
    private final Duration timeout;
    private final Arena arena = new Arena();
    private @Nullable Worker worker;
    private Session.@Nullable Attempt of;
    private long caseId;
    private int attempt;
    private @Nullable Path scratch;

    Seat(RunRuntime run) {
        this.run = run;
        this.runner = run.runner();
        this.timeout = run.definition().limits().timeout();
    }

    /** Makes the context that of one attempt at a case, in a partition attempt. */
    void take(Worker worker, Session.Attempt of, Case theCase, int attempt) {
        this.worker = worker;
        this.of = of;
        this.caseId = theCase.id();
        this.attempt = attempt;
        this.scratch = null;
    }

    Runner runner() {
        return runner;
    }

    /** The case's directory when the runner asked for it. */
    @Nullable Path madeScratch() {
        return scratch;
    }

    /** Removes the case's directory and takes its scratch memory back. */
    void leave() {
        arena.reset();
        if (scratch != null) {
            Folders.remove(scratch);
            scratch = null;
        }
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Path scratch() throws IOException {
        if (scratch == null) {
            scratch = Files.createDirectories(run.scratch(Objects.requireNonNull(of), caseId, attempt));
        }
        return scratch;
    }

    @Override
    public Path inputs() {
        return run.inputs();
    }

    @Override
    public Arena arena() {
        return arena;
    }

    @Override
    public <T> List<T> parallelMap(int n, Element<? extends T> element) throws Exception {
        return Parallel.map(worker(), n, element::at);
    }

    @Override
    public <T extends @Nullable Object> T parallelReduce(
            int n, T identity, Element<? extends T> element, BinaryOperator<T> combine) throws Exception {
        return Parallel.<T>reduce(worker(), n, identity, element::at, combine);
    }

    @Override
    public double parallelReduce(int n, double identity, DoubleElement element, DoubleBinaryOperator combine)
            throws Exception {
        return Parallel.reduce(worker(), n, identity, element::at, combine);
    }

    private Worker worker() {
        return Objects.requireNonNull(worker);
    }

    @Override
    public void close() {
        leave();
        runner.close();
    }
}
