package io.casemill.config;

import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ValueSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the distributions that a parameter can be sampled from. */
final class Distributions {
    private Distributions() {}

    /** A distribution of numbers; null after a report. */
    static Sources.@Nullable Typed read(String kind, Field field) {
        ValueSource source = switch (kind) {
            case "uniform" -> uniform(field.fields(Keys.UNIFORM));
            case "normal" -> normal(field.fields(Keys.NORMAL));
            case "lognormal" -> lognormal(field.fields(Keys.LOGNORMAL));
            case "triangular" -> triangular(field.fields(Keys.TRIANGULAR));
            default -> throw new IllegalArgumentException("Invalid distribution " + kind);
        };
        return source == null ? null : new Sources.Typed(source, ColumnType.DOUBLE);
    }

    private static @Nullable ValueSource uniform(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double low = fields.number("low", "0");
        Double high = fields.number("high", "1");
        if (low == null || high == null) {
            return null;
        }
        if (!(low < high) || Double.isInfinite(high - low)) {
            fields.field().wrong("low " + low + " must be below high " + high, "write low below high");
            return null;
        }
        return new ValueSource.Uniform(low, high);
    }

    private static @Nullable ValueSource normal(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double mean = fields.number("mean", "0");
        Double sd = positive(fields.required("sd", "0.01"), "the standard deviation");
        Field truncateField = fields.optional("truncate");
        Double truncate = truncateField == null ? null : positive(truncateField, "the cut in standard deviations");
        boolean good = mean != null && sd != null && (truncateField == null || truncate != null);
        return good && mean != null && sd != null ? new ValueSource.Normal(mean, sd, truncate) : null;
    }

    private static @Nullable ValueSource lognormal(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double mu = fields.number("mu", "0");
        Double sigma = positive(fields.required("sigma", "0.1"), "the standard deviation of the logarithm");
        return mu == null || sigma == null ? null : new ValueSource.Lognormal(mu, sigma);
    }

    private static @Nullable ValueSource triangular(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double low = fields.number("low", "0");
        Double mode = fields.number("mode", "0.5");
        Double high = fields.number("high", "1");
        if (low == null || mode == null || high == null) {
            return null;
        }
        if (!(low < high) || mode < low || mode > high || Double.isInfinite(high - low)) {
            fields.field()
                    .wrong(
                            "low " + low + ", mode " + mode + " and high " + high + " are not in order",
                            "write low below high, and mode between them");
            return null;
        }
        return new ValueSource.Triangular(low, mode, high);
    }

    /** One of some values, each with its weight; equal weights when there are none. */
    static Sources.@Nullable Typed choice(@Nullable Fields fields) {
        Field valuesField = fields == null ? null : fields.required("values", "[fast, slow]");
        Sources.Typed values = valuesField == null ? null : Sources.values(valuesField);
        Field weightsField = fields == null ? null : fields.optional("weights");
        List<Double> weights = weightsField == null ? null : weights(weightsField);
        if (values == null || !(values.source() instanceof ValueSource.Values listed)) {
            return null;
        }
        if (weightsField == null || weights == null) {
            weights = Collections.nCopies(listed.values().size(), 1.0);
        }
        if (weights.size() != listed.values().size()) {
            if (weightsField != null) {
                weightsField.wrong(
                        "there are " + weights.size() + " weights for "
                                + listed.values().size() + " values",
                        "write one positive weight for each value");
            }
            return null;
        }
        return new Sources.Typed(new ValueSource.Choice(listed.values(), weights), values.type());
    }

    private static List<Double> weights(Field field) {
        List<Double> weights = new ArrayList<>();
        for (Field element : field.elements("write one positive weight for each value: [3, 1]")) {
            Double weight = element.number();
            if (weight != null && weight <= 0) {
                element.wrong("a weight must be positive, is " + weight, "leave out values that never occur");
            }
            // A refused weight still counts, so that one mistake gives one message.
            weights.add(weight == null ? Double.valueOf(1) : weight);
        }
        return weights;
    }

    private static @Nullable Double positive(@Nullable Field field, String what) {
        Double value = field == null ? null : field.number();
        if (field != null && value != null && value <= 0) {
            field.wrong(what + " must be positive, is " + value, "write a positive number");
            return null;
        }
        return value;
    }
}
