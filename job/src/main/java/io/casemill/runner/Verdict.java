package io.casemill.runner;

import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an ending says about a case before anyone looks at its results. */
final class Verdict {
    private static final Pattern OUT_OF_MEMORY = Pattern.compile(
            "(?im)^.*\\b(?:MemoryError|bad_alloc|OutOfMemoryError|out of memory|(?:cannot|can't|could not) allocate)\\b.*$");
    private static final Pattern DISK_FULL =
            Pattern.compile("(?im)^.*(?:No space left on device|Disk quota exceeded).*$");
    private static final Pattern FILE_TOO_LARGE =
            Pattern.compile("(?im)^.*(?:File too large|File size limit exceeded).*$");
    private static final Pattern NOT_STARTED = Pattern.compile("(?m)^prlimit: failed to (?:execute|exec) .*$");

    private final Limits limits;
    private final Allowance allowance;

    Verdict(Limits limits, Allowance allowance) {
        this.limits = limits;
        this.allowance = allowance;
    }

    /** The outcome of a case that did not come to its own end, or null when its results decide. */
    @Nullable Outcome before(Ending ending, double[] outputs) {
        return switch (ending.how()) {
            case INTERRUPTED -> {
                Thread.currentThread().interrupt();
                yield new Outcome.Cancelled();
            }
            case TIMED_OUT -> failed(ErrorClass.TIMEOUT, allowance.timedOut().message(), ending, outputs, null);
            case OVER_OUTPUT ->
                failed(
                        ErrorClass.LIMIT,
                        "Printed more than its output limit of " + limits.outputBytes()
                                + " bytes; make it print less or raise limits.output",
                        ending,
                        outputs);
            case EXITED -> notStarted(ending);
        };
    }

    private @Nullable Outcome notStarted(Ending ending) {
        if (ending.exitCode() != 126 && ending.exitCode() != 127) {
            return null;
        }
        Matcher line = NOT_STARTED.matcher(ending.stderr().text());
        if (!line.find()) {
            return null;
        }
        String message = "Cannot start the program: " + line.group().replaceFirst("^prlimit: ", "")
                + "; install it on this host or correct argv";
        return failed(ErrorClass.UNAVAILABLE, message, ending, Outcome.NO_OUTPUTS);
    }

    /** A death by signal; the log may tell that a limit was behind it. */
    Failed killed(Ending ending, double[] outputs) {
        Failed limit = limit(ending, outputs);
        if (limit != null) {
            return limit;
        }
        return failed(ErrorClass.CRASHED, "Died of " + Signals.name(ending.exitCode()), ending, outputs);
    }

    /** The failure when the case says or shows that it met a limit of its own or of the host, or null. */
    @Nullable Failed limit(Ending ending, double[] outputs) {
        String log = ending.log();
        if (Signals.fileTooLarge(ending.exitCode())
                || FILE_TOO_LARGE.matcher(log).find()) {
            String line = "Wrote a file larger than its limit of " + limits.fileBytes()
                    + " bytes; make it write less or raise limits.file";
            return failed(ErrorClass.LIMIT, line, ending, outputs);
        }
        if (DISK_FULL.matcher(log).find()) {
            String line = "The scratch disk is full; free space there or let the case write less";
            return failed(ErrorClass.LIMIT, line, ending, outputs);
        }
        Matcher memory = OUT_OF_MEMORY.matcher(log);
        if (memory.find()) {
            Long bytes = limits.memoryBytes();
            String line = bytes == null
                    ? "Ran out of the host's memory: "
                    : "Ran out of its memory limit of " + bytes + " bytes (raise limits.memory): ";
            return failed(ErrorClass.LIMIT, line + memory.group().strip(), ending, outputs);
        }
        return null;
    }

    /** A failure with the end of the log. */
    static Failed failed(ErrorClass errorClass, String line, Ending ending, double[] outputs) {
        return failed(errorClass, line, ending, outputs, ending.exitCode());
    }

    /** Of a program that was killed for its time the exit code tells only how, so that it is left out. */
    private static Failed failed(
            ErrorClass errorClass, String line, Ending ending, double[] outputs, @Nullable Integer exitCode) {
        return new Failed(errorClass, Messages.withTail(line, ending.log()), outputs, exitCode, ending.usage());
    }
}
