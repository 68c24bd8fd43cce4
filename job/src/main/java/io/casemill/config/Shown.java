package io.casemill.config;

/** Text of the user inside a message: bounded and inert. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** The text in single quotes, cut after 80 characters. */
    static String quoted(String text) {
        return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "'";
    }

    /** Control characters and the marks that reorder text, as their code points. */
    static String inert(String text) {
        if (text.codePoints().noneMatch(Shown::steers)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (steers(c)) {
                shown.append(String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Whether a character is not to be sent to a terminal. */
    static boolean steers(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
