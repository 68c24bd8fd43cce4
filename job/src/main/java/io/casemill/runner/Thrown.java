package io.casemill.runner;

import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * What a case threw, as its outcome. A case may throw whatever it likes: an error whose message throws, whose causes run
 * in a circle or whose stack is endless becomes a bounded text all the same.
 */
public final class Thrown {
    private static final int FRAMES = 12;
    private static final int CAUSES = 3;
    private static final int MESSAGE_CHARACTERS = 1_000;
    private static final int MESSAGE_LINES = 10;

    private Thrown() {}

    /**
     * Whether the JVM itself has failed, so that nothing that it computes later can be trusted. A full heap or stack is not
     * that: it is over once the case that filled it has gone.
     */
    public static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError
                && !(thrown instanceof OutOfMemoryError)
                && !(thrown instanceof StackOverflowError);
    }

    /**
     * The failure of the case that threw this: the class says whose fault it is, the message holds classes, messages and
     * the innermost frames, at most 100 lines and 4,000 characters. Never throws.
     *
     * @param caller the class that called the case; its frame and those below are left out
     */
    public static Failed outcome(Throwable thrown, Class<?> caller) {
        return Failed.of(errorClass(thrown), text(thrown, caller));
    }

    private static ErrorClass errorClass(Throwable thrown) {
        if (thrown instanceof UnavailableException) {
            return ErrorClass.UNAVAILABLE;
        }
        if (thrown instanceof OutOfMemoryError) {
            return ErrorClass.LIMIT;
        }
        return isFatal(thrown) ? ErrorClass.CRASHED : ErrorClass.ERROR;
    }

    private static String text(Throwable thrown, Class<?> caller) {
        try {
            StringBuilder text = new StringBuilder(256);
            Throwable current = thrown;
            for (int depth = 0; current != null && depth <= CAUSES; depth++) {
                text.append(depth == 0 ? "" : "\ncaused by ")
                        .append(current.getClass().getName());
                message(current, text);
                frames(current, caller, text);
                current = cause(current);
            }
            return Messages.clip(Messages.inert(text.toString()), Messages.LIMIT);
        } catch (Throwable hostile) {
            // Such as no memory for its description.
            return thrown.getClass().getName();
        }
    }

    private static void message(Throwable thrown, StringBuilder text) {
        try {
            String message = thrown.getMessage();
            if (message != null && !message.isBlank()) {
                text.append(": ").append(bounded(message));
            }
        } catch (Throwable hostile) {
            unknown("message", hostile, text);
        }
    }

    private static String bounded(String message) {
        // Made inert first, because that makes line breaks of more than line feeds.
        String clipped =
                Messages.inert(Messages.clip(message, MESSAGE_CHARACTERS)).strip();
        int end = -1;
        for (int line = 0; line < MESSAGE_LINES; line++) {
            end = clipped.indexOf('\n', end + 1);
            if (end < 0) {
                return clipped;
            }
        }
        return clipped.substring(0, end) + " …";
    }

    private static void frames(Throwable thrown, Class<?> caller, StringBuilder text) {
        try {
            int shown = 0;
            for (StackTraceElement frame : thrown.getStackTrace()) {
                if (frame.getClassName().equals(caller.getName())) {
                    return;
                }
                if (shown++ == FRAMES) {
                    text.append("\n\tat …");
                    return;
                }
                text.append("\n\tat ").append(frame);
            }
        } catch (Throwable hostile) {
            unknown("stack", hostile, text);
        }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable hostile) {
            return hostile;
        }
    }

    private static void unknown(String what, Throwable hostile, StringBuilder text) {
        text.append("; its ")
                .append(what)
                .append(" threw ")
                .append(hostile.getClass().getName());
    }
}
