package io.casemill.status;

import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The status of one case, a row of a segment and of the master table. Immutable; safe to hand between threads.
 *
 * @param theCase the case with its values
 * @param status how it stands
 * @param outputs by position, NaN where there is none; empty when there is none at all; owned by the row
 * @param specPass whether every limited output meets its limits, or null when nothing is judged
 * @param errorClass why it failed; null exactly when it did not
 * @param errorMessage for people, or null: why it failed, why it is pending, or why an earlier result of it stands
 * @param reused whether an earlier run computed it
 * @param execution the attempt that led to it, or null when it never ran
 */
@SuppressWarnings("ArrayRecordComponent") // positional numbers of a hot path; rows are compared by their digest
public record StatusRow(
        Case theCase,
        Status status,
        double[] outputs,
        @Nullable Boolean specPass,
        @Nullable ErrorClass errorClass,
        @Nullable String errorMessage,
        boolean reused,
        @Nullable Execution execution) {
    private static final double[] NO_OUTPUTS = {};
    private static final String INCOMPLETE = "Execution incomplete";

    public StatusRow {
        Objects.requireNonNull(theCase);
        Objects.requireNonNull(outputs);
        if ((status == Status.FAILED) != (errorClass != null)) {
            throw new IllegalArgumentException("Invalid row of case " + theCase.id() + ": status " + status.id()
                    + " with error class " + errorClass);
        }
    }

    /** A case with all its outputs. */
    public static StatusRow completed(Case theCase, double[] outputs, @Nullable Boolean specPass, Execution execution) {
        return new StatusRow(theCase, Status.COMPLETED, outputs, specPass, null, null, false, execution);
    }

    /** A case without a valid result; {@code execution} is null when a driver found it lost. */
    public static StatusRow failed(
            Case theCase, double[] outputs, ErrorClass errorClass, String message, @Nullable Execution execution) {
        return new StatusRow(theCase, Status.FAILED, outputs, null, errorClass, message, false, execution);
    }

    /** A case that no durable row tells of. */
    public static StatusRow pending(Case theCase) {
        return new StatusRow(theCase, Status.PENDING, NO_OUTPUTS, null, null, INCOMPLETE, false, null);
    }

    /** A case that an attempt at its partition left for another time, and why. */
    public static StatusRow left(Case theCase, String why) {
        return new StatusRow(theCase, Status.PENDING, NO_OUTPUTS, null, null, INCOMPLETE + ": " + why, false, null);
    }

    /** The same row with another message. */
    public StatusRow withMessage(String message) {
        return new StatusRow(theCase, status, outputs, specPass, errorClass, message, reused, execution);
    }

    /** The output at a position, NaN when there is none. */
    public double output(int position) {
        return position < outputs.length ? outputs[position] : Double.NaN;
    }
}
