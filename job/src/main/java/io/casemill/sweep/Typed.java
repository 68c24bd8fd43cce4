package io.casemill.sweep;

/** Values and their column types. */
final class Typed {
    private Typed() {}

    /**
     * The value as its column holds it: a whole number becomes a double where the column says so, and a double without
     * fraction a whole number.
     *
     * @throws IllegalArgumentException when the value is not of the type, naming both
     */
    static Object value(Object value, ColumnType type) {
        if (type == ColumnType.DOUBLE && value instanceof Long whole) {
            return whole.doubleValue();
        }
        if (type == ColumnType.BIGINT && value instanceof Double number && isWhole(number)) {
            return number.longValue();
        }
        if (!fits(value, type)) {
            throw new IllegalArgumentException(
                    "the value '" + value + "' is not of type " + type + "; give values of one type");
        }
        return value;
    }

    /** A double of which every neighbour is a whole number too is not taken for one. */
    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= 0x1p53;
    }

    private static boolean fits(Object value, ColumnType type) {
        return switch (type) {
            case DOUBLE -> value instanceof Double;
            case BIGINT -> value instanceof Long;
            case BOOLEAN -> value instanceof Boolean;
            case STRING -> value instanceof String;
        };
    }
}
