package io.casemill.sweep;

import io.casemill.sweep.ValueSource.Constant;
import io.casemill.sweep.ValueSource.Linspace;
import io.casemill.sweep.ValueSource.Logspace;
import io.casemill.sweep.ValueSource.Range;
import io.casemill.sweep.ValueSource.Values;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ordered values of a parameter that has some. Immutable; safe for any thread; the same on every machine.
 *
 * <p>Numbers are computed in decimal, as people write them: a range from 0.1 by 0.1 holds 0.3 and not its neighbour. A
 * short enumeration is computed once, a long one value by value.
 */
public final class Enumeration {
    private static final int KEPT = 4096;
    // How far a range may miss its end and still end there, in steps: more than rounding, less than anyone means.
    private static final BigDecimal SNAP = new BigDecimal("1e-6");
    private static final BigDecimal MOST = BigDecimal.valueOf(Sweep.MAX_SIZE);

    private final long count;
    private final LongFunction<Object> values;

    private Enumeration(long count, LongFunction<Object> values) {
        this.count = count;
        this.values = values;
    }

    /**
     * The enumeration of a parameter, or null when its source has none (a distribution or a table's column).
     *
     * @throws IllegalArgumentException when the source makes no sense, or a value is not of the parameter's type; the
     *     message names the parameter
     */
    public static @Nullable Enumeration of(Parameter parameter) {
        try {
            Enumeration raw = raw(parameter.source());
            return raw == null ? null : raw.typed(parameter.type());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid parameter '" + parameter.name() + "': " + e.getMessage(), e);
        }
    }

    /** How many values there are, at least 1. */
    public long count() {
        return count;
    }

    /** The value at a position from 0 to {@code count() - 1}. */
    public Object value(long position) {
        return values.apply(position);
    }

    private static @Nullable Enumeration raw(ValueSource source) {
        if (source instanceof Values listed) {
            return listed(listed.values());
        }
        if (source instanceof Constant constant) {
            return listed(List.of(constant.value()));
        }
        if (source instanceof Range range) {
            return range(range);
        }
        if (source instanceof Linspace linspace) {
            return linspace(linspace);
        }
        return source instanceof Logspace logspace ? logspace(logspace) : null;
    }

    private static Enumeration listed(List<Object> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must hold at least one value");
        }
        Object[] boxed = values.toArray();
        return new Enumeration(boxed.length, position -> boxed[(int) position]);
    }

    private static Enumeration range(Range range) {
        BigDecimal from = decimal("from", range.from());
        BigDecimal to = decimal("to", range.to());
        BigDecimal step = decimal("step", range.step());
        BigDecimal span = to.subtract(from);
        if (step.signum() == 0 || span.signum() * step.signum() < 0) {
            throw new IllegalArgumentException(
                    "range from " + range.from() + " to " + range.to() + " cannot be walked in steps of " + range.step()
                            + "; give a step that leads from the one to the other");
        }
        BigDecimal steps = span.divide(step, MathContext.DECIMAL128).add(SNAP);
        if (steps.compareTo(MOST) >= 0) {
            throw new IllegalArgumentException("range of " + steps + " steps is too long; use a larger step");
        }
        long last = steps.longValue();
        boolean reached = steps.subtract(BigDecimal.valueOf(last)).compareTo(SNAP.add(SNAP)) <= 0;
        return numbers(
                last + 1,
                i -> reached && i == last && last > 0
                        ? range.to()
                        : from.add(step.multiply(BigDecimal.valueOf(i))).doubleValue());
    }

    private static Enumeration linspace(Linspace linspace) {
        BigDecimal from = decimal("from", linspace.from());
        BigDecimal span = decimal("to", linspace.to()).subtract(from);
        int last = last(linspace.num());
        BigDecimal steps = BigDecimal.valueOf(Math.max(1, last));
        return numbers(
                last + 1L,
                i -> i == 0
                        ? linspace.from()
                        : i == last
                                ? linspace.to()
                                : from.add(span.multiply(BigDecimal.valueOf(i)).divide(steps, MathContext.DECIMAL128))
                                        .doubleValue());
    }

    /** Whole decades are exact: the factor 10^k is a shift of the decimal point. */
    private static Enumeration logspace(Logspace logspace) {
        BigDecimal from = decimal("from", logspace.from());
        BigDecimal to = decimal("to", logspace.to());
        if (from.signum() <= 0 || to.signum() <= 0) {
            throw new IllegalArgumentException("logspace from " + logspace.from() + " to " + logspace.to()
                    + " crosses zero; both ends must be positive");
        }
        int last = last(logspace.num());
        double decades =
                decades(logspace, to.divide(from, MathContext.DECIMAL128).doubleValue());
        return numbers(last + 1L, i -> {
            if (i == 0 || i == last) {
                return i == 0 ? logspace.from() : logspace.to();
            }
            double exponent = decades * i / last;
            double whole = Math.floor(exponent);
            // StrictMath gives every machine the same bits.
            return from.scaleByPowerOfTen((int) whole).doubleValue() * StrictMath.pow(10.0, exponent - whole);
        });
    }

    private static double decades(Logspace logspace, double ratio) {
        return ratio > 0.0 && ratio < Double.POSITIVE_INFINITY
                ? StrictMath.log10(ratio)
                : StrictMath.log10(logspace.to()) - StrictMath.log10(logspace.from());
    }

    private static int last(int num) {
        if (num < 1) {
            throw new IllegalArgumentException("num must be at least 1, is " + num);
        }
        return num - 1;
    }

    private static BigDecimal decimal(String end, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(end + " must be a finite number, is " + value);
        }
        return BigDecimal.valueOf(value);
    }

    private static Enumeration numbers(long count, LongFunction<Double> values) {
        return new Enumeration(count, values::apply);
    }

    private Enumeration typed(ColumnType type) {
        if (count > KEPT && type == ColumnType.DOUBLE) {
            return this;
        }
        if (count > KEPT) {
            return new Enumeration(count, position -> Typed.value(values.apply(position), type));
        }
        Object[] boxed = new Object[(int) count];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Typed.value(values.apply(i), type);
        }
        return new Enumeration(count, position -> boxed[(int) position]);
    }
}
