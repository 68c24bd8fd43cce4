package io.casemill.plan;

import io.casemill.sweep.Texts;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Turns one column's texts from Spark's form into Java's. Those that repeat cost nothing but a look, and all tasks of an executor
 * get the same instance. Used by one thread.
 */
final class TextColumn {
    /** A power of two. A column of more different texts than this is mostly one of unique texts. */
    private static final int SLOTS = 64;

    private final @Nullable UTF8String[] bytes = new UTF8String[SLOTS];
    private final @Nullable String[] texts = new String[SLOTS];

    /** The text; {@code of} may be changed afterwards. */
    String text(UTF8String of) {
        int slot = of.hashCode() & (SLOTS - 1);
        String known = texts[slot];
        if (known != null && of.equals(bytes[slot])) {
            return known;
        }
        String text = Texts.shared(of.toString());
        bytes[slot] = of.clone();
        texts[slot] = text;
        return text;
    }
}
