package io.casemill.engine;

import java.lang.System.Logger.Level;

/** The engine's log. The logger is looked up when there is something to say: loading one costs more than starting an engine. */
final class Log {

    private Log() {}

    static void log(Level level, String message, Throwable thrown) {
        System.getLogger(Log.class.getPackageName()).log(level, message, thrown);
    }

    static void log(Level level, String message) {
        System.getLogger(Log.class.getPackageName()).log(level, message);
    }
}
