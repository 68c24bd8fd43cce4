package io.casemill.executor;

import io.casemill.runner.CaseContext;
import io.casemill.runner.Runner;
import io.casemill.session.Session;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One worker's place in one run: its runner, and the context of the case that it runs. Used by that worker only. */
final class Seat implements CaseContext, AutoCloseable {
    private final RunRuntime run;
    private final Runner runner;
    private final Duration timeout;
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
    void take(Session.Attempt of, Case theCase, int attempt) {
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

    /** Removes the case's directory. */
    void leave() {
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
    public void close() {
        leave();
        runner.close();
    }
}
