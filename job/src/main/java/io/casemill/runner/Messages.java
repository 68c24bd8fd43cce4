package io.casemill.runner;

import java.util.Locale;

/** Text for status rows: bounded, and inert wherever it is shown. */
final class Messages {
    /** The most that {@link Outcome.Failed#message} may hold. */
    static final int LIMIT = 4_000;

    private Messages() {}

    /** A first line and, below it, as much of the end of a log as fits. */
    static String withTail(String line, String log) {
        String head = clip(inert(line), LIMIT / 2);
        String tail = inert(log).strip();
        int room = LIMIT - head.length() - 1;
        if (tail.isEmpty() || room < 2) {
            return head;
        }
        return head + "\n" + (tail.length() <= room ? tail : "…" + tail.substring(tail.length() - room + 1));
    }

    /** The first {@code max} characters, no character of two halves cut in between. */
    static String clip(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }

    /**
     * The text with every character that could steer a terminal or reorder a line made visible: control characters
     * and Unicode direction marks become escapes such as {@code \x1b}; line breaks and tabs stay.
     */
    static String inert(String text) {
        int first = 0;
        while (first < text.length() && harmless(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (harmless(c)) {
                safe.append(c);
            } else if (c == '\r') {
                // A progress line that overwrites itself becomes one line per state.
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                    safe.append('\n');
                }
            } else {
                safe.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            }
        }
        return safe.toString();
    }

    private static boolean harmless(char c) {
        if (c < 0x20) {
            return c == '\n' || c == '\t';
        }
        return c < 0x7f
                || (c > 0x9f
                        && !(c >= 0x200b && c <= 0x200f)
                        && !(c >= 0x2028 && c <= 0x202e)
                        && !(c >= 0x2066 && c <= 0x2069)
                        && c != 0xfeff);
    }

    /** A duration as seconds with at most three decimals. */
    static String seconds(long nanos) {
        String text = String.format(Locale.ROOT, "%.3f", nanos / 1e9);
        return text.replaceAll("\\.?0+$", "");
    }
}
