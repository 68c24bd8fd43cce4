package io.casemill.plan;

/** A derived value or a condition that Spark SQL refuses, or that is no pure function of the case. */
public final class InvalidExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidExpressionException(String place, String sql, String problem) {
        super(place + ": \"" + sql + "\" " + problem);
    }

    InvalidExpressionException(String place, String sql, Throwable cause) {
        super(place + ": \"" + sql + "\" is not accepted by Spark SQL: " + firstLine(cause), cause);
    }

    private static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end).strip();
    }
}
