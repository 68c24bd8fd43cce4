package io.casemill.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a parameter's values come from: an enumeration with an order, a distribution, or a column of a table. */
public sealed interface ValueSource {

    /** Values in the order given: all {@link Double}, all {@link Long}, all {@link Boolean} or all {@link String}. */
    record Values(List<Object> values) implements ValueSource {
        public Values {
            values = List.copyOf(values);
        }
    }

    /**
     * {@code from}, {@code from + step}, … up to and including {@code to}; never beyond it. Where a whole number of steps
     * reaches it, give or take a millionth of a step, the last value is exactly {@code to}.
     */
    record Range(double from, double to, double step) implements ValueSource {}

    /** {@code num} evenly spaced values, both ends included. */
    record Linspace(double from, double to, int num) implements ValueSource {}

    /** {@code num} values with a constant ratio, both ends included; both positive. */
    record Logspace(double from, double to, int num) implements ValueSource {}

    /** Uniform on [low, high). */
    record Uniform(double low, double high) implements ValueSource {}

    /** Normal; {@code truncate} cuts at that many standard deviations on both sides, or is null. */
    record Normal(double mean, double sd, @Nullable Double truncate) implements ValueSource {}

    /** Log-normal: the logarithm is normal with {@code mu} and {@code sigma}. */
    record Lognormal(double mu, double sigma) implements ValueSource {}

    /** Triangular on [low, high] with its peak at {@code mode}. */
    record Triangular(double low, double mode, double high) implements ValueSource {}

    /** One of the values, each with its weight; weights are positive and need not sum to one. */
    record Choice(List<Object> values, List<Double> weights) implements ValueSource {
        public Choice {
            values = List.copyOf(values);
            weights = List.copyOf(weights);
        }
    }

    /** A column of an imported table; usable only in a block over that table. */
    record TableColumn(String table, String column) implements ValueSource {}

    /** Only a nominal value: the parameter varies in no block unless the block sets it. */
    record Constant(Object value) implements ValueSource {}
}
