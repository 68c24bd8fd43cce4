package io.casemill.udfs;

import org.jspecify.annotations.Nullable;

/**
 * One argument of a case function.
 *
 * @param name the parameter or derived value of the sweep that it takes
 * @param unit the unit for people, such as {@code Ohm}; empty when it has none
 * @param nominal the value when a sweep does not give one; null when the sweep must
 * @param text whether the argument is a text and not a number
 */
public record Argument(String name, String unit, @Nullable Double nominal, boolean text) {

    /** A number that the sweep must give. */
    public static Argument required(String name, String unit) {
        return new Argument(name, unit, null, false);
    }

    /** A number with a default. */
    public static Argument optional(String name, String unit, double nominal) {
        return new Argument(name, unit, nominal, false);
    }

    /** A text that the sweep must give. */
    public static Argument text(String name) {
        return new Argument(name, "", null, true);
    }
}
