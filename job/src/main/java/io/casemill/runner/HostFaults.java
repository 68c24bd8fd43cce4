package io.casemill.runner;

import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import java.io.IOException;
import java.util.Locale;

/** Failures to set a case up, which are the host's and not the case's. */
final class HostFaults {
    private HostFaults() {}

    static Failed outcome(IOException fault) {
        String text = Messages.inert(String.valueOf(fault.getMessage()));
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device") || lower.contains("disk quota exceeded")) {
            return Failed.of(ErrorClass.LIMIT, "The scratch disk is full; free space there: " + text);
        }
        if (lower.contains("argument list too long")) {
            return Failed.of(
                    ErrorClass.INVALID_INPUT,
                    "The case's values make arguments or variables longer than the system takes: " + text);
        }
        if (lower.contains("cannot run program")) {
            // Exec limits and lack of processes are said here too; only a missing file is a missing program.
            ErrorClass errorClass = lower.contains("no such file") ? ErrorClass.UNAVAILABLE : ErrorClass.IO;
            return Failed.of(
                    errorClass,
                    "Cannot start a process: " + text + "; external programs need setsid and prlimit (util-linux)");
        }
        return Failed.of(
                ErrorClass.IO, "Cannot set up the case: " + fault.getClass().getSimpleName() + ": " + text);
    }
}
