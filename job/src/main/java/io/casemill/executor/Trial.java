package io.casemill.executor;

import io.casemill.runner.Outcome;
import io.casemill.sweep.Case;
import java.util.Objects;

/**
 * What one case did in a {@link Rehearsal}.
 *
 * @param theCase the case
 * @param outcome what its runner returned; {@link Outcome.Cancelled} when the rehearsal's time was up before its end
 * @param wallNanos how long that took
 * @param cpuNanos CPU time of its thread or its processes, in steps of 10 ms for the latter, or -1 where it cannot be told
 * @param allocatedBytes what it allocated on the heap, -1 for an external program
 */
public record Trial(Case theCase, Outcome outcome, long wallNanos, long cpuNanos, long allocatedBytes) {
    public Trial {
        Objects.requireNonNull(theCase);
        Objects.requireNonNull(outcome);
    }
}
