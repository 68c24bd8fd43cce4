package io.casemill.runner;

/** What a model threw, as text: classes, messages and the model's own frames, bounded. */
final class ModelStack {
    private static final int FRAMES = 12;
    private static final int CAUSES = 3;

    private ModelStack() {}

    /**
     * @param thrown what came out of the model
     * @param caller the class that called the model; its frame and those below are left out
     */
    static String describe(Throwable thrown, Class<?> caller) {
        StringBuilder text = new StringBuilder(name(thrown));
        frames(thrown, caller, text);
        Throwable cause = thrown.getCause();
        for (int i = 0; i < CAUSES && cause != null && cause != thrown; i++) {
            text.append("\ncaused by ").append(name(cause));
            frames(cause, caller, text);
            cause = cause.getCause();
        }
        return Messages.clip(Messages.inert(text.toString()), Messages.LIMIT);
    }

    private static String name(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getName();
        return message == null || message.isBlank() ? name : name + ": " + Messages.clip(message.strip(), 1_000);
    }

    private static void frames(Throwable thrown, Class<?> caller, StringBuilder text) {
        int shown = 0;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().equals(caller.getName())) {
                return;
            }
            if (shown++ == FRAMES) {
                text.append("\n\tat …");
                return;
            }
            text.append("\n\tat ").append(frame);
        }
    }
}
