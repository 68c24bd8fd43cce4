package io.casemill.engine;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The engine's log. A line that cannot be written, most likely because memory is short, is left out: what follows matters more.
 * The logger is looked up when there is something to say: loading one costs more than starting an engine.
 */
final class Log {

    private Log() {}

    static void warning(String message) {
        log(true, message, "", null);
    }

    static void warning(String message, Throwable thrown) {
        log(true, message, "", thrown);
    }

    static void error(String message) {
        log(false, message, "", null);
    }

    /** The subject and what happened to it make one sentence. */
    static void error(String subject, String what, Throwable thrown) {
        log(false, subject, what, thrown);
    }

    private static void log(boolean warning, String subject, String what, @Nullable Throwable thrown) {
        try {
            System.getLogger(Log.class.getPackageName())
                    .log(warning ? Level.WARNING : Level.ERROR, subject + what, thrown);
        } catch (Throwable unsaid) {
            // As above.
        }
    }
}
