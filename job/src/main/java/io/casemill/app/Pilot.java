package io.casemill.app;

import io.casemill.executor.Trial;
import io.casemill.runner.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Some cases of a sweep, run here one after the other to learn what all of them are like.
 *
 * @param name the sweep's name
 * @param planned cases of the plan
 * @param asked cases that were to run
 * @param inProcess whether cases run inside this JVM
 * @param trials those that began
 * @param took how long the pilot took
 * @param load the machine's load average before, negative when it is not known
 */
public record Pilot(
        String name, long planned, int asked, boolean inProcess, List<Trial> trials, Duration took, double load) {
    private static final int RESAMPLES = 1000;

    public Pilot {
        Objects.requireNonNull(name);
        Objects.requireNonNull(took);
        trials = List.copyOf(trials);
    }

    /** Those that came to their end, well or not; of the others only a lower bound is known. */
    List<Trial> ended() {
        return trials.stream()
                .filter(trial -> !(trial.outcome() instanceof Outcome.Cancelled))
                .toList();
    }

    /** Cases that the pilot's time cut short. */
    int cut() {
        return trials.size() - ended().size();
    }

    /** The failed ones. */
    List<Outcome.Failed> failures() {
        return trials.stream()
                .map(Trial::outcome)
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
    }

    /** Wall times in seconds, ascending. */
    double[] seconds() {
        return ended().stream()
                .mapToDouble(trial -> trial.wallNanos() / 1e9)
                .sorted()
                .toArray();
    }

    double meanSeconds() {
        return ended().stream()
                .mapToDouble(trial -> trial.wallNanos() / 1e9)
                .average()
                .orElse(Double.NaN);
    }

    /** The wall time that this part of the ended cases, from 0 to 1, does not exceed. */
    double quantile(double part) {
        double[] seconds = seconds();
        return seconds[(int) Math.max(0, Math.ceil(part * seconds.length) - 1)];
    }

    /**
     * Where the mean of all cases lies with 95 % confidence, as far as these cases tell: lower and upper end (percentile
     * bootstrap, Efron 1979).
     */
    double[] meanInterval() {
        double[] seconds = seconds();
        SplittableRandom random = new SplittableRandom(1);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < seconds.length; j++) {
                sum += seconds[random.nextInt(seconds.length)];
            }
            means[i] = sum / seconds.length;
        }
        java.util.Arrays.sort(means);
        return new double[] {means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES) - 1]};
    }

    /** CPU time by wall time, from 0 on; above 1 when programs use several threads; NaN when it is not known. */
    double cpuShare() {
        long cpu = 0;
        long wall = 0;
        for (Trial trial : trials) {
            if (trial.cpuNanos() >= 0) {
                cpu += trial.cpuNanos();
                wall += trial.wallNanos();
            }
        }
        double share = wall == 0 ? Double.NaN : (double) cpu / wall;
        // Looking at a thread's clock takes longer than the shortest cases.
        return inProcess ? Math.min(1, share) : share;
    }

    /** The most resident memory of a case's programs, as far as it was seen. */
    OptionalLong peakRssBytes() {
        return trials.stream()
                .mapToLong(trial -> trial.outcome().usage().peakRssBytes())
                .filter(bytes -> bytes >= 0)
                .max();
    }

    /** The most that a case allocated on the heap. */
    OptionalLong allocatedBytes() {
        return trials.stream()
                .mapToLong(Trial::allocatedBytes)
                .filter(bytes -> bytes >= 0)
                .max();
    }
}
