package io.casemill.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them: {@code 10,000 cases}, {@code 1.2 k/s}, {@code 1 min 10 s}. */
public final class Humane {
    private static final String[] RATE_UNITS = {"/s", "k/s", "M/s", "G/s"};
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Humane() {}

    /** {@code 10,000}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** {@code 1 case}, {@code 10,000 cases}; the plural adds an s. */
    public static String count(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    /** {@code 1.2 k/s}, {@code 850 /s}, {@code 0.25 /s}. */
    public static String rate(double perSecond) {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            return "0 /s";
        }
        return scaled(perSecond, RATE_UNITS);
    }

    /** {@code 1.2 GB}, powers of a thousand. */
    public static String bytes(long bytes) {
        return scaled((double) bytes, BYTE_UNITS);
    }

    private static String scaled(double value, String[] units) {
        int unit = 0;
        double scaled = value;
        while (scaled >= 999.5 && unit < units.length - 1) {
            scaled /= 1000;
            unit++;
        }
        String text = String.format(Locale.ROOT, scaled < 0.995 ? "%.2f" : scaled < 9.95 ? "%.1f" : "%.0f", scaled);
        boolean whole = text.endsWith(".0");
        return (whole ? text.substring(0, text.length() - 2) : text) + " " + units[unit];
    }

    /** {@code 0.35 s}, {@code 12.3 s}, {@code 1 min 10 s}, {@code 2 h 03 min}, {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 59_950) {
            double seconds = millis / 1000.0;
            return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%d d %d h", seconds / 86_400, seconds % 86_400 / 3600);
    }

    /** A duration in seconds; {@code unknown} for NaN. Below 1 ms with its own unit. */
    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "unknown";
        }
        if (seconds < 0.001) {
            return String.format(Locale.ROOT, "%.0f us", seconds * 1e6);
        }
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.3g ms", seconds * 1e3);
        }
        return duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** {@code 97.25 %}, rounded so that only all is 100 and only none is 0; {@code none} of nothing. */
    public static String percent(long part, long whole) {
        if (whole <= 0) {
            return "none";
        }
        if (part == 0 || part == whole) {
            return part == 0 ? "0 %" : "100 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.01) {
            return "<0.01 %";
        }
        if (percent > 99.99) {
            return ">99.99 %";
        }
        return BigDecimal.valueOf(percent)
                        .setScale(2, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    /** A measured value with six significant digits: {@code 4700}, {@code 0.01}, {@code 1e-09}. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(6)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 9) {
            return rounded.toPlainString();
        }
        BigDecimal mantissa = rounded.scaleByPowerOfTen(-exponent);
        return mantissa.toPlainString() + "e" + exponent;
    }
}
