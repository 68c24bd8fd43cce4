package io.casemill.report;

/**
 * Text from data made harmless for a terminal: control characters, escape sequences, direction overrides and other
 * invisible characters are shown as escapes such as {@code \x1b} and never sent.
 */
public final class Inert {
    private Inert() {}

    /** One line: line ends and tabs are escaped too. */
    public static String line(String text) {
        return escape(text, "");
    }

    /** Several lines: line ends stay. */
    public static String block(String text) {
        return escape(text.replace("\r\n", "\n").replace("\t", "    "), "\n");
    }

    private static String escape(String text, String kept) {
        StringBuilder out = null;
        int length = text.length();
        for (int at = 0; at < length; ) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            if (harmless(point) || kept.indexOf(point) >= 0) {
                if (out != null) {
                    out.appendCodePoint(point);
                }
            } else {
                if (out == null) {
                    out = new StringBuilder(length + 16).append(text, 0, at);
                }
                append(out, point);
            }
            at = next;
        }
        return out == null ? text : out.toString();
    }

    private static boolean harmless(int point) {
        if (point < 0x7f) {
            return point >= 0x20;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static void append(StringBuilder out, int point) {
        switch (point) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append(point < 0x100 ? String.format("\\x%02x", point) : String.format("\\u%04x", point));
        }
    }
}
