package io.casemill.profile;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time in which a run's cases ran, cut into columns of equal width. Machines' clocks are taken as they are.
 *
 * @param fromNanos since 1970
 * @param toNanos since 1970, after {@code fromNanos}
 * @param columns at least 1
 */
public record Window(long fromNanos, long toNanos, int columns) implements Serializable {
    private static final int MOST_COLUMNS = 400;
    private static final long NARROWEST_NANOS = 10_000_000;

    public Window {
        if (fromNanos >= toNanos || columns < 1) {
            throw new IllegalArgumentException(
                    "Invalid window: from " + fromNanos + " to " + toNanos + " in " + columns + " columns");
        }
    }

    /** The time between two moments, in at most 400 columns of at least 10 ms. */
    public static Window between(Instant from, Instant to) {
        long start = nanos(from);
        long end = Math.max(start + NARROWEST_NANOS, nanos(to));
        return new Window(start, end, (int) Math.min(MOST_COLUMNS, (end - start) / NARROWEST_NANOS));
    }

    static long nanos(Instant moment) {
        return Duration.between(Instant.EPOCH, moment).toNanos();
    }

    double seconds() {
        return (toNanos - fromNanos) / 1e9;
    }

    double columnSeconds() {
        return seconds() / columns;
    }

    /** The column of a moment; the nearest one outside. */
    int column(long moment) {
        double column = (double) (moment - fromNanos) * columns / (toNanos - fromNanos);
        return (int) Math.max(0, Math.min(columns - 1, Math.floor(column)));
    }

    /** The share of a span that lies in this window. */
    double share(long from, long to) {
        long inside = Math.min(to, toNanos) - Math.max(from, fromNanos);
        return inside <= 0 ? 0 : (double) inside / (to - from);
    }

    /** Adds an amount, spread evenly over a span, to the columns that the span touches. What lies outside is left out. */
    void spread(double[] into, long from, long to, double amount) {
        if (amount == 0 || to <= from) {
            return;
        }
        double width = (double) (toNanos - fromNanos) / columns;
        double first = Math.max(0, (from - fromNanos) / width);
        double last = Math.min(columns, (to - fromNanos) / width);
        double each = amount * width / (to - from);
        for (int column = (int) first; column < last; column++) {
            into[column] += each * (Math.min(last, column + 1) - Math.max(first, column));
        }
    }

    /** Seconds by column as shares of a column, between 0 and 1, in thousandths. */
    List<Double> shares(double[] seconds) {
        List<Double> shares = new ArrayList<>(columns);
        for (double each : seconds) {
            shares.add(Math.round(1000 * Math.max(0, Math.min(1, each / columnSeconds()))) / 1000.0);
        }
        return shares;
    }
}
