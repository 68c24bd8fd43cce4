package io.casemill.runner;

import io.casemill.runner.Outcome.Usage;

/**
 * How a supervised program ended. None of its descendants lives.
 *
 * @param how what ended it
 * @param exitCode its exit code, 128 + signal when it died of one
 * @param stdout what it printed
 * @param stderr what it printed as errors
 * @param usage what it used
 */
record Ending(How how, int exitCode, Capture stdout, Capture stderr, Usage usage) {
    enum How {
        /** By itself. */
        EXITED,
        /** Its wall time was used up. */
        TIMED_OUT,
        /** It printed more than it may. */
        OVER_OUTPUT,
        /** The worker was interrupted. */
        INTERRUPTED
    }

    /** The end of what it printed, errors last, for people. */
    String log() {
        String errors = stderr.tail(3_000);
        String printed = stdout.tail(Math.max(1_000, 3_500 - errors.length()));
        return printed.isBlank() ? errors : printed.stripTrailing() + "\n" + errors;
    }
}
