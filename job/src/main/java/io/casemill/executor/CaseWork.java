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
 * A few cases on their way through the engine, with a slot for each one's row. Workers fill slots; the task's thread
 * empties them. A slot is written once, with release semantics, and read with acquire semantics.
 */
final class CaseWork implements Steps {
    private final TaskAttempt task;
    private final Case[] cases;
    private final int attempt;

    /** Stands where a case leaves no row: it was skipped, cancelled or sent back for another attempt. */
    private static final Object NOTHING = new Object();

    /** Stands where the task's thread took the row away. */
    private static final Object TAKEN = new Object();

    /** Null while the case is on its way, then a {@link StatusRow} or {@link #NOTHING}, then {@link #TAKEN}. */
    private final AtomicReferenceArray<@Nullable Object> slots;

    private final AtomicInteger unfilled;

    /** Slots below are emptied. Owned by the task's thread. */
    private int firstLeft;

    /** Slots not emptied yet. Owned by the task's thread. */
    private int left;

    /** Owned by the task's thread. */
    private long busyNanos;

    /** Takes rows on the task's thread. */
    interface RowConsumer {
        void accept(StatusRow row) throws IOException;
    }

    CaseWork(TaskAttempt task, Case[] cases, int attempt) {
        this.task = task;
        this.cases = cases;
        this.attempt = attempt;
        this.slots = new AtomicReferenceArray<>(cases.length);
        this.unfilled = new AtomicInteger(cases.length);
        this.left = cases.length;
    }

    int size() {
        return cases.length;
    }

    /** What the emptied slots kept workers busy for, in nanoseconds. */
    long busyNanos() {
        return busyNanos;
    }

    /** Hands over the rows that are there and were not handed over before. Returns how many slots it emptied. */
    int drain(RowConsumer to) throws IOException {
        int before = left;
        for (int i = firstLeft; i < cases.length; i++) {
            Object content = slots.getAcquire(i);
            if (content != null && content != TAKEN) {
                slots.setPlain(i, TAKEN);
                left--;
                if (content instanceof StatusRow row) {
                    busyNanos += nanosOf(row);
                    to.accept(row);
                }
            }
            if (i == firstLeft && content != null) {
                firstLeft++;
            }
        }
        return before - left;
    }

    private static long nanosOf(StatusRow row) {
        Execution execution = row.execution();
        return execution == null ? 0 : (long) (execution.durationSeconds() * 1e9);
    }

    boolean isEmptied() {
        return left == 0;
    }

    @Override
    public long timeoutNanos(int index) {
        return task.stepTimeoutNanos();
    }

    @Override
    public void run(int index, Worker worker) {
        Seat seat = worker.local(task.run(), task::newSeat);
        Case theCase = cases[index];
        seat.take(theCase, attempt);
        try {
            long started = System.nanoTime();
            Outcome outcome = seat.runner().run(theCase, seat);
            fill(index, record(index, outcome, started, System.nanoTime(), seat, worker));
        } finally {
            seat.leave();
        }
    }

    private Object record(int index, Outcome outcome, long started, long ended, Seat seat, Worker worker) {
        Case theCase = cases[index];
        if (outcome instanceof Outcome.Cancelled) {
            if (task.isCancelled() || ended - started < task.caseTimeoutNanos()) {
                return NOTHING;
            }
            outcome = task.rows().timedOut("It was interrupted and ended.");
        }
        if (outcome instanceof Outcome.Failed failed && task.triesAgain(failed.errorClass(), attempt)) {
            task.tryAgain(theCase, attempt + 1);
            return NOTHING;
        }
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
        long now = System.nanoTime();
        Outcome outcome = task.rows().timedOut("It ignored the interrupt; its worker was abandoned and replaced.");
        fill(index, task.rows().row(cases[index], attempt, outcome, now - task.stepTimeoutNanos(), now, worker, null));
    }

    @Override
    public void skipped(int index) {
        fill(index, NOTHING);
    }

    @Override
    public void failed(int index, Throwable error) {
        long now = System.nanoTime();
        Outcome outcome = Outcome.Failed.of(ErrorClass.ERROR, Messages.of(error));
        fill(index, task.rows().row(cases[index], attempt, outcome, now, now, null, null));
    }

    private void fill(int index, Object content) {
        slots.setRelease(index, content);
        if (unfilled.decrementAndGet() == 0) {
            task.wake();
        }
    }
}
