package io.casemill.executor;

/** Errors as bounded texts for status rows. */
final class Messages {
    private static final int FRAMES = 8;
    private static final int CAUSES = 3;
    private static final int LONGEST = 4_000;

    private Messages() {}

    /** Class, message and the innermost frames, then the same for the causes; at most 4,000 characters. */
    static String of(Throwable error) {
        String text;
        try {
            text = described(error);
        } catch (Throwable hostile) {
            // A case may throw whatever it likes, and its row must be made all the same.
            text = error.getClass().getName() + ", whose description threw "
                    + hostile.getClass().getName();
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private static String described(Throwable error) {
        StringBuilder text = new StringBuilder();
        Throwable current = error;
        for (int depth = 0; current != null && depth <= CAUSES; depth++) {
            text.append(depth == 0 ? "" : "\ncaused by ").append(current);
            StackTraceElement[] frames = current.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                text.append("\n  at ").append(frames[i]);
            }
            current = current.getCause();
        }
        return text.toString();
    }
}
