package io.casemill.executor;

import io.casemill.engine.Worker;
import io.casemill.runner.Outcome;
import io.casemill.status.Execution;
import io.casemill.status.Placement;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the status rows of one partition attempt. Immutable; called by workers. */
final class RowFactory {
    private final Placement placement;
    private final List<OutputDefinition> outputs;

    /** The wall clock is read once; rows take their time from the monotonic clock, so they keep their order. */
    private final long originMicros = System.currentTimeMillis() * 1000;

    private final long originNanos = System.nanoTime();

    RowFactory(List<OutputDefinition> outputs, Placement placement) {
        this.placement = placement;
        this.outputs = outputs;
    }

    /** Where its cases run, for messages. */
    String place() {
        return "host " + placement.host() + ", executor " + placement.executor();
    }

    /**
     * The row of one attempt that ended.
     *
     * @param started {@link System#nanoTime} at its start
     * @param ended the same at its end
     * @param worker the worker that ran it, or null when it is not known
     * @param artifacts where its files are kept, or null
     */
    StatusRow row(
            Case theCase,
            int attempt,
            Outcome outcome,
            long started,
            long ended,
            @Nullable Worker worker,
            @Nullable String artifacts) {
        Outcome.Usage usage = outcome.usage();
        Integer exitCode = exitCode(outcome);
        Execution execution = new Execution(
                placement,
                attempt,
                originMicros + (started - originNanos) / 1000,
                (ended - started) / 1e9,
                usage.cpuSeconds(),
                usage.peakRssBytes(),
                worker == null ? -1 : worker.index(),
                worker == null ? -1 : worker.core(),
                exitCode,
                artifacts);
        if (outcome instanceof Outcome.Completed done) {
            Boolean pass = StatusColumns.specPass(outputs, done.outputs());
            return StatusRow.completed(theCase, done.outputs(), pass, execution);
        }
        if (outcome instanceof Outcome.Failed failed) {
            return StatusRow.failed(
                    theCase, failed.outputs(), failed.errorClass(), Texts.shared(failed.message()), execution);
        }
        throw new IllegalArgumentException("A cancelled case leaves no row");
    }

    private static @Nullable Integer exitCode(Outcome outcome) {
        if (outcome instanceof Outcome.Completed done) {
            return done.exitCode();
        }
        return outcome instanceof Outcome.Failed failed ? failed.exitCode() : null;
    }
}
