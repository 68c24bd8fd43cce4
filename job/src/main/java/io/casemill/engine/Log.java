package io.casemill.engine;

import java.lang.System.Logger.Level;

/** The engine's log. The logger is looked up when there is something to say: loading one costs more than starting an engine. */
final class Log {

    private Log() {}

    static void log(Level level, String message, Throwable thrown) {
        System.getLogger(Log.class.getPackageName()).log(level, message, thrown);
    }

    /** For those who must go on even when there is no memory left to say why. */
    static void ifPossible(Level level, Thread thread, String what, Throwable thrown) {
        try {
            log(level, thread.getName() + what, thrown);
        } catch (Throwable unsaid) {
            // What follows matters more.
        }
    }

    static void log(Level level, String message) {
        System.getLogger(Log.class.getPackageName()).log(level, message);
    }
}
