package io.casemill.sweep;

import org.jspecify.annotations.Nullable;

/**
 * One output of a case.
 *
 * @param name the column's name
 * @param unit for people; empty when it has none
 * @param min the smallest value that meets the specification, or null
 * @param max the largest value that meets the specification, or null
 */
public record OutputDefinition(
        String name,
        String unit,
        @Nullable Double min,
        @Nullable Double max) {

    /** Whether the sweep judges this output. */
    public boolean limited() {
        return min != null || max != null;
    }

    /** Whether a value meets the limits. NaN does not. */
    public boolean accepts(double value) {
        return !Double.isNaN(value) && (min == null || value >= min) && (max == null || value <= max);
    }
}
