package io.casemill.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers, durations, sizes and percentages as people write them. Null means: not one. */
final class Quantities {
    private static final int LONGEST = 64;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]++");
    private static final Pattern AMOUNT = Pattern.compile(
            "(?<digits>[+-]?(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)\\s*+(?<rest>[^\\s0-9]*+)");

    /** The scale factors of ngspice, longest first where one begins another. */
    private static final Pattern SCALED =
            Pattern.compile("(?<scale>meg|mil|[tgkmunpfa\u00b5\u03bc])?(?<unit>.*)", Pattern.DOTALL);

    private static final Map<String, String> SCALES = Map.ofEntries(
            Map.entry("t", "1e12"),
            Map.entry("g", "1e9"),
            Map.entry("meg", "1e6"),
            Map.entry("k", "1e3"),
            Map.entry("mil", "25.4e-6"),
            Map.entry("m", "1e-3"),
            Map.entry("u", "1e-6"),
            Map.entry("\u00b5", "1e-6"),
            Map.entry("\u03bc", "1e-6"),
            Map.entry("n", "1e-9"),
            Map.entry("p", "1e-12"),
            Map.entry("f", "1e-15"),
            Map.entry("a", "1e-18"));

    /** Units that may follow and are ignored, as a simulator ignores them; other letters make it a text. */
    private static final Pattern UNIT =
            Pattern.compile("|[vahfswcm]|hz|ohms?|\u03c9|\u2126|volts?|amps?|sec|deg|pa|db");

    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30),
            Map.entry("tib", 1L << 40));

    private Quantities() {}

    /** A whole number without suffix, fraction or exponent, within 64 bits. */
    static @Nullable Long whole(String text) {
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * A decimal number with an optional scale suffix of ngspice (t, g, meg, k, mil, m, u, n, p, f, a; case does not
     * matter, so {@code 1M} is a thousandth) and an optional unit. The nearest double of the exact decimal value;
     * infinite when it is too large.
     */
    static @Nullable Double number(String text) {
        Matcher amount = amount(text);
        if (amount == null || text.indexOf(' ') >= 0) {
            return null;
        }
        Matcher scaled = SCALED.matcher(amount.group("rest").toLowerCase(Locale.ROOT));
        if (!scaled.matches() || !UNIT.matcher(scaled.group("unit")).matches()) {
            return null;
        }
        String digits = amount.group("digits");
        String scale = scaled.group("scale");
        if (scale == null) {
            return Double.valueOf(digits);
        }
        try {
            return new BigDecimal(digits)
                    .multiply(new BigDecimal(SCALES.get(scale)))
                    .doubleValue();
        } catch (NumberFormatException | ArithmeticException e) {
            return Double.valueOf(digits); // an exponent beyond all measure: zero or infinite with any scale
        }
    }

    /** A positive duration: {@code 500ms}, {@code 60s}, {@code 10m}, {@code 2h}. */
    static @Nullable Duration duration(String text) {
        Long millis = exactly(text, MILLIS);
        return millis == null || millis <= 0 ? null : Duration.ofMillis(millis);
    }

    /** A positive number of bytes: {@code 512MB} counts in thousands, {@code 1GiB} in 1024s. */
    static @Nullable Long bytes(String text) {
        Long bytes = exactly(text, BYTES);
        return bytes == null || bytes <= 0 ? null : bytes;
    }

    /** A percentage as a fraction from 0 to 1. */
    static @Nullable Double percentage(String text) {
        Matcher amount = amount(text);
        if (amount == null || !amount.group("rest").equals("%")) {
            return null;
        }
        double percent = Double.parseDouble(amount.group("digits"));
        return percent >= 0 && percent <= 100 ? Double.valueOf(percent / 100) : null;
    }

    private static @Nullable Long exactly(String text, Map<String, Long> units) {
        Matcher amount = amount(text);
        Long unit = amount == null ? null : units.get(amount.group("rest").toLowerCase(Locale.ROOT));
        double value = unit == null || amount == null ? Double.NaN : Double.parseDouble(amount.group("digits")) * unit;
        if (!(value >= 0 && value < 0x1p62)) {
            return null;
        }
        return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static @Nullable Matcher amount(String text) {
        Matcher amount = AMOUNT.matcher(text.length() > LONGEST ? "" : text);
        return amount.matches() ? amount : null;
    }
}
