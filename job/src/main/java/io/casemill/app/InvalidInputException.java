package io.casemill.app;

/**
 * The user asked for something that cannot be done: exit code 2. The message says what is wrong, where, and what to do
 * instead.
 */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
