package io.casemill.app;

import java.time.Duration;
import java.util.Objects;

/**
 * How far a run is.
 *
 * @param total planned cases
 * @param reused cases whose earlier result stands
 * @param completed cases that this run completed so far
 * @param failed cases that this run saw failing so far
 * @param specFailed completed cases of this run that miss their limits
 * @param casesPerSecond recent rate, 0 before the first case ends
 * @param elapsed since the run began
 */
public record Progress(
        long total,
        long reused,
        long completed,
        long failed,
        long specFailed,
        double casesPerSecond,
        Duration elapsed) {

    public Progress {
        Objects.requireNonNull(elapsed);
    }

    /** Cases that have a result, reused ones included. */
    public long done() {
        return reused + completed + failed;
    }

    /** Cases without a result. */
    public long remaining() {
        return Math.max(0, total - done());
    }
}
