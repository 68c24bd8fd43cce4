package io.casemill.gather;

import io.casemill.status.Status;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.FailurePolicy.OnTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Which row stands for a case when a run was to run every case again: its rows, and later ones, count before all earlier ones.
 * With {@link OnTimeout#CACHED} a result from before stands where the case timed out since.
 *
 * @param forced the epoch of the last such run, 0 when there was none
 * @param onTimeout what becomes of a timeout
 */
record Precedence(int forced, OnTimeout onTimeout) {

    /**
     * The standing of a case, or null when there is no row.
     *
     * @param since the best row since that run
     * @param before the best row before it
     */
    @Nullable Standing choose(@Nullable Standing since, @Nullable Standing before) {
        if (before == null || before.isPending()) {
            return since != null ? since : before;
        }
        if (since == null || since.isPending()) {
            return before;
        }
        boolean replaced = onTimeout == OnTimeout.CACHED
                && since.row().errorClass() == ErrorClass.TIMEOUT
                && before.row().status() == Status.COMPLETED;
        return replaced ? before.insteadOf(since) : since;
    }
}
