package io.casemill.executor;

import io.casemill.runner.Outcome;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Decides what comes of an ended case in one partition attempt. Called by workers. */
final class Judge {
    private final FailurePolicy policy;
    private final Circuit circuit;
    private final long stepTimeoutNanos;
    private final Duration limit;

    /** Written by the task's thread. */
    private volatile boolean cancelled;

    /** Whether a kill may have interrupted the case that runs on the task's own thread. Set by that thread before it runs any. */
    private BooleanSupplier killed = () -> false;

    /** What comes of a case. */
    enum Ruling {
        /** Its outcome becomes a row. */
        RECORD,
        /** It is run once more. */
        AGAIN,
        /** It leaves no row: the attempt at the partition was cancelled, the case runs another time. */
        NOTHING
    }

    /**
     * @param circuit told of each case whether the host let it run
     * @param stepTimeoutNanos after which the engine interrupts a case
     */
    Judge(FailurePolicy policy, Limits limits, Circuit circuit, long stepTimeoutNanos) {
        this.policy = policy;
        this.circuit = circuit;
        this.stepTimeoutNanos = stepTimeoutNanos;
        this.limit = limits.timeout();
    }

    long stepTimeoutNanos() {
        return stepTimeoutNanos;
    }

    /** From now on a case that fails may have failed of its interrupt; only another run tells. Task's thread. */
    void cancel() {
        cancelled = true;
    }

    /** From now on cases run on the calling thread, the task's, which a kill interrupts before anybody can {@link #cancel}. */
    void runHere(BooleanSupplier kill) {
        killed = kill;
    }

    boolean isCancelled() {
        return cancelled || killed.getAsBoolean();
    }

    /**
     * The outcome with its cause: a case that was interrupted has outlived its limit, or else nobody knows what stopped it; then it
     * stays {@link Outcome.Cancelled} the first time.
     *
     * @param nanos how long the case took, from before the engine's limit began to count, so that an interrupt of the engine is never
     *     taken for another's
     */
    Outcome explain(Outcome outcome, int attempt, long nanos) {
        if (outcome instanceof Outcome.Completed) {
            return outcome;
        }
        boolean late = nanos >= stepTimeoutNanos;
        if (outcome instanceof Outcome.Failed failed) {
            return late && failed.errorClass() == ErrorClass.ERROR
                    ? Outcome.Failed.timedOut(limit, "When interrupted, it failed: " + failed.message())
                    : failed;
        }
        if (late) {
            return Outcome.Failed.timedOut(limit);
        }
        return attempt == 0
                ? outcome
                : Outcome.Failed.of(
                        ErrorClass.ERROR, "It was interrupted, but not by Casemill; does it interrupt its own thread?");
    }

    /**
     * What comes of an explained outcome.
     *
     * @param begun when the case began, on the nano clock
     */
    Ruling rule(Outcome outcome, int attempt, long begun) {
        if (outcome instanceof Outcome.Completed) {
            circuit.ran(begun);
            return Ruling.RECORD;
        }
        if (isCancelled()) {
            return Ruling.NOTHING;
        }
        if (!(outcome instanceof Outcome.Failed failed)) {
            return Ruling.AGAIN;
        }
        if (failed.errorClass().isInfrastructure()) {
            return ofHost(failed, attempt);
        }
        circuit.ran(begun);
        return attempt >= policy.retriesOf(failed.errorClass()) ? Ruling.RECORD : Ruling.AGAIN;
    }

    /** The case itself is at fault only when as many failures of the host as open the circuit did not open it: others ran between. */
    private Ruling ofHost(Outcome.Failed failed, int attempt) {
        circuit.failed(failed.message().lines().findFirst().orElse(""));
        int tries = Math.max(Circuit.FAILURES, 1 + policy.retriesOf(failed.errorClass()));
        return attempt + 1 >= tries && circuit.isClosed() ? Ruling.RECORD : Ruling.AGAIN;
    }

    /** The outcome of a case that did not even end when it was interrupted. */
    Outcome.Failed deaf() {
        return Outcome.Failed.timedOut(limit, "It ignored the interrupt; its worker was given up.");
    }
}
