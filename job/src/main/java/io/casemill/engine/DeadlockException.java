package io.casemill.engine;

/** The thread that ran a computation waited, with others, in a circle that nobody else could have opened. */
public final class DeadlockException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DeadlockException(String message) {
        super(message, null, false, false);
    }
}
