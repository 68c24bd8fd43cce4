package io.casemill.executor;

import io.casemill.engine.Batch;
import io.casemill.engine.Worker;
import io.casemill.runner.Outcome;
import io.casemill.runner.Thrown;
import io.casemill.status.Execution;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.RunnerDefinition.Keep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of cases on its way through the engine. A case runs on one thread from start to end: the runner, the extraction of its
 * outputs, the verdict and the making of its row. What becomes of it goes to its slot, where the task's thread finds it.
 */
final class CaseWork implements Batch {
    private final Setting setting;
    private final Case[] cases;
    private final int attempt;
    private final Slots slots;

    /** When each step began, on the nano clock. Written by its worker before, and published with, the step. */
    private final long[] begun;

    // Owned by the task's thread.
    private long busyNanos;
    private int measured;

    /** Where the task's thread puts what became of cases. */
    interface Sink {
        void record(StatusRow row) throws IOException;

        /** The case is to be run once more. */
        void again(Case theCase, int attempt);

        /** The case was stopped and leaves no result. */
        void stopped(Case theCase) throws IOException;
    }

    /** Stands in a slot for a case that is to be run once more. */
    private record Again(int attempt) {}

    /** Stands in a slot for a case that leaves nothing. */
    private static final Object NOTHING = new Object();

    CaseWork(Setting setting, Case[] cases, int attempt) {
        this.setting = setting;
        this.cases = cases;
        this.attempt = attempt;
        this.slots = new Slots(cases.length);
        this.begun = new long[cases.length];
    }

    @Override
    public int size() {
        return cases.length;
    }

    /** Hands over what became of cases and was not handed over before. Task's thread. */
    void drain(Sink sink) throws IOException {
        slots.drain((index, content) -> {
            if (content instanceof StatusRow row) {
                measure(row.execution());
                sink.record(row);
            } else if (content instanceof Again again) {
                sink.again(cases[index], again.attempt());
            } else {
                sink.stopped(cases[index]);
            }
        });
    }

    /** All steps have ended: what is not there now never comes, because its making failed. Task's thread. */
    void close(Sink sink) throws IOException {
        drain(sink);
        for (int index : slots.left()) {
            sink.record(StatusRow.failed(
                    cases[index],
                    Outcome.NO_OUTPUTS,
                    ErrorClass.ERROR,
                    "It ended, but what came of it could not be told; the log of the executor says why",
                    null));
        }
    }

    /** Gives up cases that were never begun. Task's thread. */
    void leave(Sink sink) throws IOException {
        for (Case each : cases) {
            sink.stopped(each);
        }
    }

    private void measure(@Nullable Execution execution) {
        if (execution != null) {
            busyNanos += (long) (execution.durationSeconds() * 1e9);
            measured++;
        }
    }

    /** Teaches what the drained cases cost, where that is known. Task's thread. */
    void teach(ChunkSize chunkSize) {
        if (measured > 0) {
            chunkSize.learn(measured, busyNanos);
        }
    }

    @Override
    public long timeoutNanos(int index) {
        begun[index] = System.nanoTime();
        return setting.judge().stepTimeoutNanos();
    }

    @Override
    public void run(int index, Worker worker) {
        Seat seat = worker.local(setting.run(), setting.seat());
        seat.take(worker, setting.session().attempt(), cases[index], attempt);
        try {
            CaseEvent event = CaseEvent.start();
            Outcome outcome = seat.runner().run(cases[index], seat);
            long ended = System.nanoTime();
            CaseEvent.end(
                    event,
                    setting.session().attempt().partition(),
                    cases[index].id(),
                    attempt,
                    worker.index(),
                    outcome);
            // The interrupt has done its work, and what the case keeps is copied without it.
            boolean ignored = Thread.interrupted();
            end(index, ofCircle(worker.deadlock(), outcome), ended, worker, seat);
        } finally {
            seat.leave();
        }
    }

    /** A case of a circle fails, even one that went on when another of them was ended: which one that is, is chance. */
    private static Outcome ofCircle(@Nullable String deadlock, Outcome outcome) {
        return deadlock == null ? outcome : Outcome.Failed.of(ErrorClass.DEADLOCK, deadlock);
    }

    @Override
    public void failed(int index, Throwable error) {
        Outcome.Failed outcome = Thrown.outcome(error, CaseWork.class);
        if (Thrown.isFatal(error)) {
            // Not tried again, whatever the sweep says: each try costs an executor.
            slots.fill(index, row(index, outcome, System.nanoTime(), null, null));
            setting.runtime().condemn(outcome.message());
        } else {
            end(index, outcome, System.nanoTime(), null, null);
        }
    }

    private void end(int index, Outcome outcome, long ended, @Nullable Worker worker, @Nullable Seat seat) {
        Judge judge = setting.judge();
        Outcome explained = judge.explain(outcome, attempt, ended - begun[index]);
        Object content = switch (judge.rule(explained, attempt, begun[index])) {
            case RECORD -> row(index, explained, ended, worker, kept(index, explained, seat));
            case AGAIN -> new Again(attempt + 1);
            case NOTHING -> NOTHING;
        };
        slots.fill(index, content);
    }

    @Override
    public void stuck(int index, Worker worker) {
        // Not tried again, whatever the sweep says: each try costs another worker.
        Outcome outcome = ofCircle(worker.deadlock(), setting.judge().deaf());
        slots.fill(
                index, setting.judge().isCancelled() ? NOTHING : row(index, outcome, System.nanoTime(), worker, null));
    }

    @Override
    public void skipped(int index) {
        slots.fill(index, setting.judge().isCancelled() ? NOTHING : new Again(attempt));
    }

    @Override
    public Map<String, String> labels(int index) {
        return LogLabels.of(setting.session(), cases[index].id());
    }

    private StatusRow row(int index, Outcome outcome, long ended, @Nullable Worker worker, @Nullable String artifacts) {
        return setting.rows().row(cases[index], attempt, outcome, begun[index], ended, worker, artifacts);
    }

    private @Nullable String kept(int index, Outcome outcome, @Nullable Seat seat) {
        Path scratch = seat == null ? null : seat.madeScratch();
        Keep keep = setting.run().keep();
        boolean wanted = keep == Keep.ALL || (keep == Keep.FAILED && outcome instanceof Outcome.Failed);
        if (scratch == null || !wanted) {
            return null;
        }
        try {
            return setting.session().keep(cases[index].id(), attempt, scratch);
        } catch (IOException e) {
            // The case has its result; what it would have kept is lost and the row says so.
            return "not kept: " + e;
        }
    }
}
