package io.casemill.engine;

/** A computation ignored its interrupt for the whole grace, and the worker that ran it was given up. */
public final class StuckException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StuckException(String message) {
        super(message, null, false, false);
    }
}
