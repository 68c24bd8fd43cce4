package io.casemill.runner;

import io.casemill.runner.Outcome.Usage;
import java.util.function.UnaryOperator;

/**
 * How a supervised program ended. None of its descendants lives.
 *
 * @param how what ended it
 * @param exitCode its exit code, 128 + signal when it died of one
 * @param stdout what it printed
 * @param stderr what it printed as errors
 * @param usage what it used
 * @param told what of a log is for people
 */
record Ending(How how, int exitCode, Capture stdout, Capture stderr, Usage usage, UnaryOperator<String> told) {

    /** All of the log is for people. */
    Ending(How how, int exitCode, Capture stdout, Capture stderr, Usage usage) {
        this(how, exitCode, stdout, stderr, usage, UnaryOperator.identity());
    }

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
        return told.apply(printed.isBlank() ? errors : printed.stripTrailing() + "\n" + errors);
    }

    /** The same, of whose log only this is for people. */
    Ending telling(UnaryOperator<String> some) {
        return new Ending(how, exitCode, stdout, stderr, usage, some);
    }
}
