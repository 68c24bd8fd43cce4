package io.casemill.udfs;

/** Guards the arguments of the built-in models. */
final class Check {
    private Check() {}

    /** The value, when it is finite and above zero. Otherwise {@link IllegalArgumentException} with name and value. */
    static double positive(String name, String unit, double value) {
        if (!(value > 0.0) || value == Double.POSITIVE_INFINITY) {
            throw invalid(name, unit, value, "above zero");
        }
        return value;
    }

    /** The value, when it is finite and at least zero. Otherwise {@link IllegalArgumentException} with name and value. */
    static double notNegative(String name, String unit, double value) {
        if (!(value >= 0.0) || value == Double.POSITIVE_INFINITY) {
            throw invalid(name, unit, value, "at least zero");
        }
        return value;
    }

    /** The value, when it is a whole number from 1 to the greatest. Otherwise {@link IllegalArgumentException} with name and value. */
    static int whole(String name, double value, int greatest) {
        if (!(value >= 1.0 && value <= greatest) || value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    "Invalid " + name + " = " + value + ": must be a whole number from 1 to " + greatest);
        }
        return (int) value;
    }

    private static IllegalArgumentException invalid(String name, String unit, double value, String bound) {
        return new IllegalArgumentException(
                "Invalid " + name + " = " + value + " " + unit + ": must be a finite number " + bound);
    }
}
