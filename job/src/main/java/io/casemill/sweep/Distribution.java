package io.casemill.sweep;

import io.casemill.sweep.ValueSource.Choice;
import io.casemill.sweep.ValueSource.Lognormal;
import io.casemill.sweep.ValueSource.Normal;
import io.casemill.sweep.ValueSource.Triangular;
import io.casemill.sweep.ValueSource.Uniform;
import java.util.Arrays;
import org.hipparchus.special.Erf;
import org.jspecify.annotations.Nullable;

/**
 * A distribution by inversion: one number of (0, 1) makes one value, without rejection, so that a value depends on
 * nothing but its own draw. Immutable; safe for any thread; the same bits on every machine.
 */
@FunctionalInterface
interface Distribution {

    /** The value at which the distribution function is {@code u}, inside (0, 1). */
    Object at(double u);

    /**
     * The distribution of a parameter, or null when its source has none.
     *
     * @throws IllegalArgumentException when its numbers make no sense; the message names the parameter
     */
    static @Nullable Distribution of(Parameter parameter) {
        try {
            return of(parameter.source(), parameter.type());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid parameter '" + parameter.name() + "': " + e.getMessage(), e);
        }
    }

    private static @Nullable Distribution of(ValueSource source, ColumnType type) {
        if (source instanceof Choice choice) {
            return choice(choice, type);
        }
        Distribution numbers = numbers(source);
        if (numbers != null && type != ColumnType.DOUBLE) {
            throw new IllegalArgumentException("a distribution of type " + type + " must be a choice");
        }
        return numbers;
    }

    private static @Nullable Distribution numbers(ValueSource source) {
        if (source instanceof Uniform uniform) {
            return uniform(uniform.low(), uniform.high());
        }
        if (source instanceof Normal normal) {
            return normal(normal.mean(), normal.sd(), normal.truncate());
        }
        if (source instanceof Lognormal lognormal) {
            double mu = lognormal.mu();
            double sigma = notNegative("sigma", lognormal.sigma());
            return u -> StrictMath.exp(mu + sigma * NormalQuantile.of(u));
        }
        return source instanceof Triangular triangular ? triangular(triangular) : null;
    }

    private static Distribution uniform(double low, double high) {
        ordered("low", low, "high", high);
        // Rounding may not reach the upper end, which does not belong to the interval.
        double most = low < high ? Math.nextDown(high) : high;
        return u -> Math.min(low * (1.0 - u) + high * u, most);
    }

    private static Distribution normal(double mean, double sd, @Nullable Double truncate) {
        notNegative("sd", sd);
        if (truncate == null) {
            return u -> mean + sd * NormalQuantile.of(u);
        }
        double cut = truncate;
        if (!(cut > 0.0)) {
            throw new IllegalArgumentException("truncate must be above zero, is " + cut);
        }
        double inside = Erf.erf(cut / Math.sqrt(2.0));
        return u -> {
            double z = NormalQuantile.of(0.5 + (u - 0.5) * inside);
            return mean + sd * Math.max(-cut, Math.min(cut, z));
        };
    }

    private static Distribution triangular(Triangular triangular) {
        double low = triangular.low();
        double mode = triangular.mode();
        double high = triangular.high();
        ordered("low", low, "mode", mode);
        ordered("mode", mode, "high", high);
        double width = high - low;
        double below = width > 0.0 ? (mode - low) / width : 0.0;
        return u -> u < below
                ? low + Math.sqrt(u * width * (mode - low))
                : high - Math.sqrt((1.0 - u) * width * (high - mode));
    }

    private static Distribution choice(Choice choice, ColumnType type) {
        int count = choice.values().size();
        if (count == 0 || count != choice.weights().size()) {
            throw new IllegalArgumentException("choice has " + count + " values and "
                    + choice.weights().size() + " weights; give each value one weight");
        }
        Object[] values = new Object[count];
        double[] bounds = new double[count];
        double total = 0.0;
        for (int i = 0; i < count; i++) {
            double weight = choice.weights().get(i);
            if (!(weight > 0.0)) {
                throw new IllegalArgumentException(
                        "weight " + weight + " of the value '" + choice.values().get(i) + "' must be above zero");
            }
            values[i] = Typed.value(choice.values().get(i), type);
            total += weight;
            bounds[i] = total;
        }
        double sum = total;
        return u -> {
            int found = Arrays.binarySearch(bounds, u * sum);
            return values[Math.min(found < 0 ? -found - 1 : found + 1, count - 1)];
        };
    }

    private static double notNegative(String name, double value) {
        if (!(value >= 0.0)) {
            throw new IllegalArgumentException(name + " must be at least zero, is " + value);
        }
        return value;
    }

    private static void ordered(String lowName, double low, String highName, double high) {
        if (!(low <= high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(
                    lowName + " must not exceed " + highName + ", they are " + low + " and " + high);
        }
    }
}
