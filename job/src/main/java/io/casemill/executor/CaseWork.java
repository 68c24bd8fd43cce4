package io.casemill.executor;

import io.casemill.engine.Steps;
import io.casemill.engine.Worker;
import io.casemill.runner.Outcome;
import io.casemill.status.Execution;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.RunnerDefinition.Keep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few cases on their way through the engine, with a slot for what became of each. Workers fill slots; the task's
 * thread empties them. A slot is filled once: whoever comes second, such as a thread that was given up and came back
 * after all, changes nothing.
 */
final class CaseWork implements Steps {
    /** Stands where a case leaves no row: the attempt was cancelled, the case runs another time. */
    private static final Object NOTHING = new Object();

    /** Stands where the task's thread took the content away. */
    private static final Object TAKEN = new Object();

    private final TaskAttempt task;
    private final Case[] cases;
    private final int attempt;

    /** Null while the case is on its way, then a {@link StatusRow}, an {@link Again} or {@link #NOTHING}, then {@link #TAKEN}. */
    private final AtomicReferenceArray<@Nullable Object> slots;

    /** When each step began, on the nano clock. Written by its worker before, and published with, the step. */
    private final long[] begun;

    private final AtomicInteger unfilled;

    /** Slots below are emptied. Owned by the task's thread. */
    private int firstLeft;

    /** Slots not emptied yet. Owned by the task's thread. */
    private int left;

    /** Owned by the task's thread. */
    private long busyNanos;

    /** Owned by the task's thread. */
    private int measured;

    /** A case to be admitted once more. */
    record Again(Case theCase, int attempt) {}

    CaseWork(TaskAttempt task, Case[] cases, int attempt) {
        this.task = task;
        this.cases = cases;
        this.attempt = attempt;
        this.slots = new AtomicReferenceArray<>(cases.length);
        this.begun = new long[cases.length];
        this.unfilled = new AtomicInteger(cases.length);
        this.left = cases.length;
    }

    int size() {
        return cases.length;
    }

    /** Teaches the emptied slots' cost, where there is any. */
    void teach(ChunkSize chunkSize) {
        if (measured > 0) {
            chunkSize.learn(measured, busyNanos);
        }
    }

    /**
     * Hands what is there, and was not handed over before, to the task. Called on its thread.
     *
     * @return whether there was anything
     */
    boolean drain() throws IOException {
        int before = left;
        for (int i = firstLeft; i < cases.length; i++) {
            Object content = slots.getAcquire(i);
            if (content != null && content != TAKEN) {
                slots.setPlain(i, TAKEN);
                left--;
                hand(content);
            }
            if (i == firstLeft && content != null) {
                firstLeft++;
            }
        }
        return left < before;
    }

    private void hand(Object content) throws IOException {
        if (content instanceof StatusRow row) {
            Execution execution = row.execution();
            if (execution != null) {
                busyNanos += (long) (execution.durationSeconds() * 1e9);
                measured++;
            }
            task.record(row);
        } else if (content instanceof Again again) {
            task.admitAgain(again);
        }
    }

    boolean isEmptied() {
        return left == 0;
    }

    @Override
    public long timeoutNanos(int index) {
        begun[index] = System.nanoTime();
        return task.stepTimeoutNanos();
    }

    @Override
    public void run(int index, Worker worker) {
        Seat seat = worker.local(task.run(), task::newSeat);
        Case theCase = cases[index];
        seat.take(task.session().attempt(), theCase, attempt);
        try {
            long started = System.nanoTime();
            Outcome outcome = seat.runner().run(theCase, seat);
            long ended = System.nanoTime();
            // The interrupt has done its work, and what the case keeps is copied without it.
            boolean ignored = Thread.interrupted();
            Object verdict = verdict(index, outcome, ended);
            fill(index, verdict instanceof Outcome last ? row(index, last, started, ended, worker, seat) : verdict);
        } finally {
            seat.leave();
        }
    }

    /** The outcome to record, or an {@link Again}, or {@link #NOTHING}. */
    private Object verdict(int index, Outcome outcome, long ended) {
        if (outcome instanceof Outcome.Completed) {
            return outcome;
        }
        // It may have failed of the interrupt that cancelled it; only another run tells.
        if (task.isCancelled()) {
            return NOTHING;
        }
        Outcome.Failed failed = failure(index, outcome, ended);
        if (failed == null) {
            return new Again(cases[index], attempt + 1);
        }
        return task.triesAgain(failed.errorClass(), attempt) ? new Again(cases[index], attempt + 1) : failed;
    }

    /** What to record of a case that did not complete; null for another try, because nobody knows what stopped it. */
    private Outcome.@Nullable Failed failure(int index, Outcome outcome, long ended) {
        // The engine's limit counts from here, so an interrupt that it sent is never taken for another's.
        boolean late = ended - begun[index] >= task.stepTimeoutNanos();
        if (outcome instanceof Outcome.Failed failed) {
            return late && failed.errorClass() == ErrorClass.ERROR
                    ? task.rows().timedOut("When interrupted, it failed: " + failed.message())
                    : failed;
        }
        if (late) {
            return task.rows().timedOut("It was interrupted and ended.");
        }
        return attempt == 0
                ? null
                : Outcome.Failed.of(
                        ErrorClass.ERROR, "It was interrupted, but not by Casemill; does it interrupt its own thread?");
    }

    private StatusRow row(int index, Outcome outcome, long started, long ended, Worker worker, Seat seat) {
        Case theCase = cases[index];
        return task.rows().row(theCase, attempt, outcome, started, ended, worker, kept(theCase, outcome, seat));
    }

    private @Nullable String kept(Case theCase, Outcome outcome, Seat seat) {
        Path scratch = seat.madeScratch();
        Keep keep = task.run().keep();
        boolean wanted = keep == Keep.ALL || (keep == Keep.FAILED && outcome instanceof Outcome.Failed);
        if (scratch == null || !wanted) {
            return null;
        }
        try {
            return task.session().keep(theCase.id(), attempt, scratch);
        } catch (IOException e) {
            // The case has its result; what it would have kept is lost and the row says so.
            return "not kept: " + e;
        }
    }

    @Override
    public void stuck(int index, Worker worker) {
        if (task.isCancelled()) {
            fill(index, NOTHING);
            return;
        }
        // Not tried again, whatever the sweep says: each try costs another worker.
        Outcome outcome = task.rows().timedOut("It ignored the interrupt; its worker was abandoned and replaced.");
        fill(index, task.rows().row(cases[index], attempt, outcome, begun[index], System.nanoTime(), worker, null));
    }

    @Override
    public void skipped(int index) {
        // When the engine refuses work, the next admission is refused as well, and that ends the attempt.
        fill(index, task.isCancelled() ? NOTHING : new Again(cases[index], attempt));
    }

    @Override
    public void failed(int index, Throwable error) {
        long now = System.nanoTime();
        Object verdict = verdict(index, Outcome.Failed.of(ErrorClass.ERROR, Messages.of(error)), now);
        fill(
                index,
                verdict instanceof Outcome last
                        ? task.rows().row(cases[index], attempt, last, begun[index], now, null, null)
                        : verdict);
    }

    private void fill(int index, Object content) {
        if (slots.compareAndSet(index, null, content) && unfilled.decrementAndGet() == 0) {
            task.wake();
        }
    }
}
