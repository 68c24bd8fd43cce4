package io.casemill.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers to and from the text of other programs. */
final class Numerals {
    /** Above this not every integer is a double, so digits would promise too much. */
    private static final double EXACT_INTEGERS = 1L << 53;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][+-]?\\d{1,6})?");
    private static final Pattern NOT_FINITE = Pattern.compile(
            "[+-]?(?:nan(?:\\([^)]*\\))?|inf|infinity|1\\.#(?:inf|ind|qnan)\\d*)", Pattern.CASE_INSENSITIVE);

    private Numerals() {}

    /**
     * A finite double as text that C, Fortran, Python and SPICE read back as the same double: integers without a
     * fraction, others as {@link Double#toString}.
     */
    static String render(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT_INTEGERS && (value != 0 || 1 / value > 0)) {
            return Long.toString((long) value);
        }
        return Double.toString(value);
    }

    /**
     * The number that a text is: a plain decimal, also with Fortran's {@code D} exponent. NaN and infinities as C,
     * Fortran and Python print them give NaN and infinities; anything else, suffixes included, gives null.
     */
    static @Nullable Double parse(String text) {
        String trimmed = text.strip();
        if (NUMBER.matcher(trimmed).matches()) {
            return Double.parseDouble(trimmed.replace('D', 'e').replace('d', 'e'));
        }
        Matcher odd = NOT_FINITE.matcher(trimmed);
        if (!odd.matches()) {
            return null;
        }
        if (!trimmed.toLowerCase(java.util.Locale.ROOT).contains("inf")) {
            return Double.NaN;
        }
        return trimmed.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
