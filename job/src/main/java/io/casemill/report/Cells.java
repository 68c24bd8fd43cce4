package io.casemill.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One value as text. */
public final class Cells {
    private Cells() {}

    /** For people: six digits, nothing for null, inert. */
    public static String shown(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return Humane.number(number);
        }
        return Inert.line(value.toString());
    }

    /** For programs: every digit, UTC times as ISO 8601, nothing for null. Not inert. */
    static String exact(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        // Instant prints as ISO 8601 in UTC; Double prints the shortest text that reads back as the same number.
        return value instanceof Instant instant ? instant.toString() : value.toString();
    }
}
