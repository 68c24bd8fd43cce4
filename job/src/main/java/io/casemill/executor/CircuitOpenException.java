package io.casemill.executor;

/**
 * The executor cannot run cases now; another one, or a later attempt, may. What had ended is durable, and the other cases have rows
 * that say why they are pending.
 */
public final class CircuitOpenException extends LeavingException {
    private static final long serialVersionUID = 1;
    private static final String CIRCUIT_OPEN = "circuit open";

    CircuitOpenException(String place, String reason) {
        super(CIRCUIT_OPEN + " on " + place + ": " + reason);
    }

    /** Whether a text is the message of such an exception: the class gets lost on the way to the driver. */
    public static boolean isTold(String text) {
        return text.startsWith(CIRCUIT_OPEN);
    }
}
