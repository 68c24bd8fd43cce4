package io.casemill.app;

import io.casemill.executor.Rehearsal;
import io.casemill.report.Humane;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.Workers;
import io.casemill.sweep.Workers.Load;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How to execute a sweep, by what a pilot found.
 *
 * @param workers the workers of an executor
 * @param workersWhy the figures that led there
 * @param chunk cases that a worker takes at once
 * @param partition the setting for the most cases in a partition
 * @param largest cases in the largest partition, on this machine
 * @param largestSeconds what these take one core
 * @param totals the whole sweep on some numbers of cores
 * @param cautions what the pilot cannot tell
 */
record Advice(
        Workers workers,
        String workersWhy,
        int chunk,
        long partition,
        long largest,
        double largestSeconds,
        List<Total> totals,
        List<String> cautions) {
    /** What a case may compute of its time and still be taken for one that only computes: 1 / 1.25. */
    private static final double CPU_BELOW = 1.25;

    private static final double MIXED_BELOW = 1.75;
    private static final double IO_BELOW = 2.5;

    /** More waiting cases than this on a core, and it is their files and processes that fill the machine. */
    private static final int MOST_PER_CORE = 16;

    /** What memory may be planned for. */
    private static final double MEMORY_PART = 0.8;

    /** What a lost task should repeat at most, in seconds of one core. */
    private static final double PARTITION_SECONDS = 300;

    /** More partitions than this weigh on Spark's driver. */
    private static final long MOST_PARTITIONS = 20_000;

    /** Casemill's own cost of a case in CPU seconds, see job/bench. */
    private static final double OWN_SECONDS = 10e-6;

    private static final int SMALL_SAMPLE = 30;

    /** The load average per core from which other programs count. */
    private static final double BUSY = 0.75;

    Advice {
        Objects.requireNonNull(workers);
        totals = List.copyOf(totals);
        cautions = List.copyOf(cautions);
    }

    /**
     * How long the whole sweep takes, in seconds: the estimate, and the ends of its 95 % interval.
     *
     * @param cores of one executor
     * @param workers on them
     */
    record Total(int cores, int workers, double seconds, double low, double high) {}

    /**
     * @param pilot at least one case of which ended
     * @param cores of this machine
     * @param otherCores of another one, with as much memory for each core
     * @param memoryBytes what cases may take on this machine
     */
    static Advice of(Pilot pilot, int cores, int otherCores, long memoryBytes) {
        double mean = pilot.meanSeconds();
        Choice choice = Choice.of(pilot, cores, memoryBytes);
        // A run takes half of an equal share at first, see PartitionSizes.
        long share = Math.max(1, pilot.planned() / (2L * cores));
        long byTime = partition(pilot.planned(), mean);
        long partition = byTime < share ? byTime : ExecutionPolicy.LARGEST_PARTITION;
        long largest = Math.min(partition, share);
        List<Total> totals = new ArrayList<>();
        totals.add(total(pilot, cores, choice.workers().on(cores)));
        int workersThere = choice.workers() instanceof Workers.Fixed fixed
                ? Math.max(1, (int) Math.min(Workers.MOST, (long) fixed.number() * otherCores / cores))
                : choice.workers().on(otherCores);
        totals.add(total(pilot, otherCores, workersThere));
        return new Advice(
                choice.workers(),
                choice.why(),
                Rehearsal.chunkOf(mean),
                partition,
                largest,
                largest * mean,
                totals,
                cautions(pilot, cores));
    }

    private record Choice(Workers workers, String why) {

        static Choice of(Pilot pilot, int cores, long memoryBytes) {
            Choice byLoad = isBusy(pilot, cores)
                    ? new Choice(new Workers.ByLoad(Load.CPU), "on a busy machine nobody can tell whether cases wait")
                    : byLoad(pilot.cpuShare(), cores);
            long peak = pilot.peakRssBytes().orElse(0);
            long fit = peak == 0 ? Long.MAX_VALUE : Math.max(1, (long) (MEMORY_PART * memoryBytes / peak));
            if (byLoad.workers.on(cores) <= fit) {
                return byLoad;
            }
            Workers half = new Workers.ByLoad(Load.MEMORY);
            boolean halfFits = half.on(cores) <= fit;
            return new Choice(
                    halfFits ? half : new Workers.Fixed((int) Math.min(fit, Workers.MOST)),
                    "a case takes up to " + Humane.bytes(peak) + ", so " + fit + " fit into "
                            + (int) (100 * MEMORY_PART) + " % of " + Humane.bytes(memoryBytes));
        }

        private static Choice byLoad(double cpuShare, int cores) {
            if (!Double.isFinite(cpuShare)) {
                return new Choice(new Workers.ByLoad(Load.CPU), "how much of its time a case computes is not known");
            }
            String why = String.format(Locale.ROOT, "a case computes %.0f %% of its time", 100 * cpuShare);
            double fitOnCore = 1 / Math.max(cpuShare, 1e-3);
            if (fitOnCore < IO_BELOW) {
                Load load = fitOnCore < CPU_BELOW ? Load.CPU : fitOnCore < MIXED_BELOW ? Load.MIXED : Load.IO;
                return new Choice(new Workers.ByLoad(load), why);
            }
            int most = Math.min(Workers.MOST, MOST_PER_CORE * cores);
            int number = (int) Math.min(most, Math.round(cores * fitOnCore));
            return new Choice(
                    new Workers.Fixed(number),
                    why + String.format(Locale.ROOT, ", so %.0f on a core fill it", (double) number / cores));
        }
    }

    private static long partition(long planned, double mean) {
        long byTime = (long) (PARTITION_SECONDS / mean);
        long least = planned / MOST_PARTITIONS + 1;
        long exact = Math.max(1, Math.max(least, byTime));
        // Two digits are as many as the pilot knows.
        long unit = 1;
        while (exact / unit >= 100) {
            unit *= 10;
        }
        return Math.min(ExecutionPolicy.LARGEST_PARTITION, exact / unit * unit);
    }

    private static Total total(Pilot pilot, int cores, int workers) {
        double[] interval = pilot.meanInterval();
        return new Total(
                cores,
                workers,
                seconds(pilot, cores, workers, pilot.meanSeconds()),
                seconds(pilot, cores, workers, interval[0]),
                seconds(pilot, cores, workers, interval[1]));
    }

    /** Whatever is scarcer, workers or cores; but never less than the slowest case. */
    private static double seconds(Pilot pilot, int cores, int workers, double mean) {
        double share = pilot.cpuShare();
        double cpu = mean * (Double.isFinite(share) ? share : 1) + OWN_SECONDS;
        return Math.max(pilot.quantile(1), pilot.planned() * Math.max(mean / workers, cpu / cores));
    }

    private static boolean isBusy(Pilot pilot, int cores) {
        return pilot.load() > BUSY * cores;
    }

    private static List<String> cautions(Pilot pilot, int cores) {
        List<String> cautions = new ArrayList<>();
        if (isBusy(pilot, cores)) {
            cautions.add(String.format(
                    Locale.ROOT,
                    "the machine was busy (load average %.1f on %d cores), so times are too long and shares of CPU too low;"
                            + " repeat this when it is quiet",
                    pilot.load(),
                    cores));
        }
        int ended = pilot.ended().size();
        if (pilot.cut() > 0) {
            cautions.add(
                    Humane.count(pilot.cut(), "case") + " had not ended when the pilot's time was up: all times are"
                            + " too low; allow more with --time");
        }
        if (pilot.meanSeconds() < 10 * OWN_SECONDS) {
            cautions.add("the row of a case takes about " + Humane.seconds(OWN_SECONDS)
                    + " of a core, which counts for cases this short");
        } else if (ended < pilot.planned()) {
            cautions.add("up to " + (ended < 4 ? "all" : Math.round(300.0 / ended) + " %")
                    + " of the cases may be slower than the slowest seen (95 % confidence)"
                    + (ended < SMALL_SAMPLE ? "; see --pilot for a larger sample" : ""));
            cautionOfTail(pilot).ifPresent(cautions::add);
        }
        pilot.allocatedBytes().ifPresent(bytes -> {
            long heap = Runtime.getRuntime().maxMemory();
            if (bytes > heap / 10) {
                cautions.add("a case allocates up to " + Humane.bytes(bytes) + " of a heap of " + Humane.bytes(heap)
                        + "; if it holds that at once, take fewer workers");
            }
        });
        return cautions;
    }

    /** When one case outweighs the others, the mean says little. */
    private static Optional<String> cautionOfTail(Pilot pilot) {
        double[] seconds = pilot.seconds();
        double part = pilot.quantile(1) / Arrays.stream(seconds).sum();
        return seconds.length > 1 && part > 0.1 && part * seconds.length > 3
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "one case took %.0f %% of the pilot's time: with such a tail the time in all is hardly known",
                        100 * part))
                : Optional.empty();
    }

    /** Whether the sweep does as well without any setting. */
    boolean isDefault() {
        return workers.equals(ExecutionPolicy.DEFAULT.workers()) && partition == ExecutionPolicy.LARGEST_PARTITION;
    }

    /** The section of the sweep file. */
    String section() {
        List<String> entries = new ArrayList<>();
        if (!workers.equals(ExecutionPolicy.DEFAULT.workers())) {
            entries.add("workers: " + workers.text());
        }
        if (partition != ExecutionPolicy.LARGEST_PARTITION) {
            entries.add("partition: " + partition);
        }
        return "execution: {" + String.join(", ", entries) + "}";
    }

    /** The same as options of {@code run}. */
    String options() {
        return (workers.equals(ExecutionPolicy.DEFAULT.workers()) ? "" : " --workers " + workers.text())
                + (partition == ExecutionPolicy.LARGEST_PARTITION ? "" : " --set execution.partition=" + partition);
    }
}
