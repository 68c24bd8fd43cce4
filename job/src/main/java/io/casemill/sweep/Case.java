package io.casemill.sweep;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One point to run. Immutable; safe to hand between threads.
 *
 * <p>Values are held by position: first the parameters, then the derived values, in the order of {@link Columns}. A
 * value is a {@link Double}, {@link Long}, {@link Boolean}, {@link String} or, for a derived value only, null.
 */
public final class Case {
    /** Between a session's id and a case's in a correlation id. */
    public static final String CORRELATION = "-c";

    private final long id;
    private final String key;
    private final String block;
    private final @Nullable Object[] values;

    /**
     * @param id the position in the sweep, at least 0
     * @param key the case key, 32 hexadecimal digits
     * @param block the name of the block that holds the case
     * @param values the values by position; owned by the case from here on
     */
    public Case(long id, String key, String block, @Nullable Object[] values) {
        if (id < 0) {
            throw new IllegalArgumentException("Invalid case id " + id + ": must be at least 0");
        }
        this.id = id;
        this.key = Objects.requireNonNull(key);
        this.block = Objects.requireNonNull(block);
        this.values = Objects.requireNonNull(values);
    }

    /**
     * Joins a case's row with log lines.
     *
     * @param sessionId of the partition attempt that runs it
     */
    public static String correlationId(String sessionId, long caseId) {
        return sessionId + CORRELATION + caseId;
    }

    public long id() {
        return id;
    }

    public String key() {
        return key;
    }

    public String block() {
        return block;
    }

    /** The value at a position, from 0 to {@code size() - 1}. */
    public @Nullable Object value(int position) {
        return values[position];
    }

    public int size() {
        return values.length;
    }
}
