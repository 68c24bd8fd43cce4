package io.casemill.sweep;

import java.util.Locale;

/** Why a case has no valid result. The column holds the lower-case name. */
public enum ErrorClass {
    /** Ran longer than its time limit. */
    TIMEOUT,
    /** The process or its worker died. */
    CRASHED,
    /** Waited, with other cases or with itself, in a circle that nobody else could have opened. */
    DEADLOCK,
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

    /** Whether the host is at fault and not the case: another host may run it. */
    public boolean isInfrastructure() {
        return this == IO || this == UNAVAILABLE;
    }

    /** The name in tables, sweep files and messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class with that {@link #id}. Throws {@link IllegalArgumentException} when there is none. */
    public static ErrorClass of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
