package io.casemill.runner;

import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;

/** A value of the case cannot be given to the runner. The message is for people. */
final class InvalidInputException extends Exception {
    InvalidInputException(String message) {
        super(message);
    }

    Failed outcome() {
        return Failed.of(ErrorClass.INVALID_INPUT, Messages.inert(String.valueOf(getMessage())));
    }
}
