package io.casemill.runner;

/** An output is not where it should be. The message says what was found instead and fits after a colon. */
final class MissingOutputException extends Exception {
    MissingOutputException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
