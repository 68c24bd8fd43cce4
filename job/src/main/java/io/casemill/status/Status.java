package io.casemill.status;

import java.util.Locale;

/** How a case stands. The column holds the lower-case name. */
public enum Status {
    PENDING(0),
    COMPLETED(1),
    FAILED(2);

    private final String id = name().toLowerCase(Locale.ROOT);
    private final long code;

    Status(long code) {
        this.code = code;
    }

    /** Stands for the status in digests. */
    long code() {
        return code;
    }

    /** The name in tables and messages. */
    public String id() {
        return id;
    }

    /** The status with that {@link #id}. Throws {@link IllegalArgumentException} when there is none. */
    public static Status of(String id) {
        for (Status each : values()) {
            if (each.id.equals(id)) {
                return each;
            }
        }
        throw new IllegalArgumentException("Invalid status \"" + id + "\": must be pending, completed or failed");
    }
}
