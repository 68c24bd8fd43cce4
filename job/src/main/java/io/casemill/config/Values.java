package io.casemill.config;

import io.casemill.sweep.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of parameter values and what may stand beside what. */
final class Values {
    static final String LIMITS = "is longer than 1,000 characters or holds a control character";

    private static final int LONGEST = 1_000;

    private Values() {}

    /** Whether a text may be a value. */
    static boolean inert(String text) {
        return text.length() <= LONGEST && text.codePoints().noneMatch(Shown::steers);
    }

    static ColumnType type(Object value) {
        if (value instanceof Long) {
            return ColumnType.BIGINT;
        }
        if (value instanceof Double) {
            return ColumnType.DOUBLE;
        }
        return value instanceof Boolean ? ColumnType.BOOLEAN : ColumnType.STRING;
    }

    /** The type that holds both: whole numbers widen to numbers. Null when there is none. */
    static @Nullable ColumnType join(ColumnType a, ColumnType b) {
        if (a == b) {
            return a;
        }
        return numeric(a) && numeric(b) ? ColumnType.DOUBLE : null;
    }

    private static boolean numeric(ColumnType type) {
        return type == ColumnType.DOUBLE || type == ColumnType.BIGINT;
    }

    /** The value in a type that {@link #join} gave. */
    static Object as(ColumnType type, Object value) {
        return type == ColumnType.DOUBLE && value instanceof Long whole ? Double.valueOf(whole.doubleValue()) : value;
    }

    static List<Object> as(ColumnType type, List<Object> values) {
        return values.stream().map(value -> as(type, value)).toList();
    }

    /** The type for messages. */
    static String described(ColumnType type) {
        return switch (type) {
            case BIGINT -> "whole numbers";
            case DOUBLE -> "numbers";
            case BOOLEAN -> "true and false";
            case STRING -> "texts";
        };
    }
}
