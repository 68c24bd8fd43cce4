package io.casemill.runner;

import io.casemill.sweep.ErrorClass;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a runner returned for one case. */
public sealed interface Outcome {

    /** No output was found. */
    double[] NO_OUTPUTS = {};

    /** What the case used. */
    Usage usage();

    /**
     * Every output is present and finite.
     *
     * @param outputs by position in the sweep's outputs; owned by the outcome
     * @param exitCode of the external process, or null
     * @param usage what the case used
     */
    @SuppressWarnings("ArrayRecordComponent") // positional numbers of a hot path; outcomes are never compared
    record Completed(double[] outputs, @Nullable Integer exitCode, Usage usage) implements Outcome {
        public Completed {
            Objects.requireNonNull(outputs);
            Objects.requireNonNull(usage);
        }
    }

    /**
     * The case has no valid result.
     *
     * @param errorClass why
     * @param message for people: one line, then a bounded tail of the log where there is one; what is beyond 4,000
     *     characters is cut off
     * @param outputs those that were found, NaN for the others, by position; empty when none was
     * @param exitCode of the external process (128 + signal when it died of one), or null
     * @param usage what the case used
     */
    @SuppressWarnings("ArrayRecordComponent") // positional numbers of a hot path; outcomes are never compared
    record Failed(
            ErrorClass errorClass,
            String message,
            double[] outputs,
            @Nullable Integer exitCode,
            Usage usage) implements Outcome {
        public Failed {
            Objects.requireNonNull(errorClass);
            message = Messages.clip(message, Messages.LIMIT);
            Objects.requireNonNull(outputs);
            Objects.requireNonNull(usage);
        }

        public static Failed of(ErrorClass errorClass, String message) {
            return new Failed(errorClass, message, NO_OUTPUTS, null, Usage.UNKNOWN);
        }

        /** A case that ended when it was over its limit. It reads the same whoever saw that first: its runner or the engine. */
        public static Failed timedOut(Duration limit) {
            return timedOut(limit, "Raise limits.timeout if it needs more.");
        }

        /** A case that was over its limit, and a sentence of how it took its interrupt. */
        public static Failed timedOut(Duration limit, String how) {
            return of(
                    ErrorClass.TIMEOUT,
                    "Ran longer than its time limit of " + Messages.seconds(limit.toNanos()) + " s. " + how);
        }
    }

    /** The run was stopped before the case ended; it leaves no row. */
    record Cancelled() implements Outcome {
        @Override
        public Usage usage() {
            return Usage.UNKNOWN;
        }
    }

    /**
     * What a case used.
     *
     * @param cpuSeconds CPU time of the case, NaN when not known
     * @param peakRssBytes largest resident memory of an external process, or -1 when not known
     */
    record Usage(double cpuSeconds, long peakRssBytes) {
        /** Nothing was measured. */
        public static final Usage UNKNOWN = new Usage(Double.NaN, -1);
    }
}
