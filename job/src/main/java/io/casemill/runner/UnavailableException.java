package io.casemill.runner;

/** What a runner needs is not on this host; the message says what, and the remedy. Another host may have it. */
final class UnavailableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnavailableException(String message) {
        super(message);
    }
}
