package io.casemill.profile;

import io.casemill.profile.Recorded.Load;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measurements of CPU load, laid out over a window: each speaks for the time since the one before. Used by one thread. */
final class LoadSeries {
    private final Window window;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long atNanos, double jvm, double machine) {}

    LoadSeries(Window window) {
        this.window = window;
    }

    void add(long atNanos, double jvm, double machine) {
        samples.add(new Sample(atNanos, jvm, machine));
    }

    Load load() {
        samples.sort(Comparator.comparingLong(Sample::atNanos));
        double[] jvm = new double[window.columns()];
        double[] machine = new double[window.columns()];
        double[] known = new double[window.columns()];
        for (int i = 1; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            long from = samples.get(i - 1).atNanos();
            double seconds = (sample.atNanos() - from) / 1e9;
            window.spread(jvm, from, sample.atNanos(), sample.jvm() * seconds);
            window.spread(machine, from, sample.atNanos(), sample.machine() * seconds);
            window.spread(known, from, sample.atNanos(), seconds);
        }
        double all = sum(known);
        if (all == 0) {
            return new Load(List.of(), List.of(), null, null);
        }
        return new Load(means(jvm, known), means(machine, known), mean(sum(jvm), all), mean(sum(machine), all));
    }

    private static List<@Nullable Double> means(double[] sums, double[] known) {
        List<@Nullable Double> means = new ArrayList<>();
        for (int column = 0; column < sums.length; column++) {
            means.add(mean(sums[column], known[column]));
        }
        return Collections.unmodifiableList(means);
    }

    private static @Nullable Double mean(double sum, double seconds) {
        return seconds == 0 ? null : Math.round(1000 * Math.min(1, sum / seconds)) / 1000.0;
    }

    private static double sum(double[] each) {
        double sum = 0;
        for (double one : each) {
            sum += one;
        }
        return sum;
    }
}
