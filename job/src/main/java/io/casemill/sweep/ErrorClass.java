package io.casemill.sweep;

import java.util.Locale;

/** Why a case has no valid result. The column holds the lower-case name. */
public enum ErrorClass {
    /** Ran longer than its time limit. */
    TIMEOUT,
    /** The process or its worker died. */
    CRASHED,
    /** Ended well but without all its outputs as finite numbers. */
    INVALID_RESULT,
    /** Reported a failure of its own. */
    ERROR,
    /** Used more memory, disk or output than it may. */
    LIMIT,
    /** Its executor died; a driver wrote this row. */
    LOST,
    /** Its status cannot be read. */
    CORRUPTED,
    /** Killed its executor too often. */
    QUARANTINED,
    /** The storage or the scratch disk failed. */
    IO,
    /** The simulator or another part of the host is missing. */
    UNAVAILABLE,
    /** Its values cannot be given to the runner. */
    INVALID_INPUT;

    /** The name in tables, sweep files and messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class with that {@link #id}. Throws {@link IllegalArgumentException} when there is none. */
    public static ErrorClass of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
