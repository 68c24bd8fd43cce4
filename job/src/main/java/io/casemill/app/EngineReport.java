package io.casemill.app;

import io.casemill.engine.RunTimes;
import io.casemill.engine.WorkerStatistics;
import io.casemill.executor.EngineStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the executors' workers did in one driver's turn, in numbers; null where there is nothing to measure.
 *
 * @param executors how many ran cases
 * @param workers of all of them; 0 when tasks' own threads ran the cases
 * @param utilisation the share of the workers' time that they spent on cases, from 0 to 1
 * @param executed cases, each attempt counted
 * @param steals chunks, and parts of cases, that workers took from each other
 * @param stealEfficiency the share of searches among the other workers that found something, from 0 to 1
 * @param lost workers that were replaced, because a case ignored its interrupt or for a defect
 * @param heldUpSeconds how long cases that could have begun waited, over all tasks, because rows were not written fast enough
 * @param runTime of an attempt at a case, or null when none ended
 */
public record EngineReport(
        int executors,
        int workers,
        @Nullable Double utilisation,
        long executed,
        long steals,
        @Nullable Double stealEfficiency,
        long lost,
        double heldUpSeconds,
        @Nullable Seconds runTime) {

    /** How run times spread, in seconds; the quantiles within 3.2 %. */
    public record Seconds(double mean, double p50, double p90, double p99, double max) {

        static @Nullable Seconds of(RunTimes times) {
            return times.count() == 0
                    ? null
                    : new Seconds(
                            times.meanNanos() / 1e9,
                            times.quantileNanos(0.5) / 1e9,
                            times.quantileNanos(0.9) / 1e9,
                            times.quantileNanos(0.99) / 1e9,
                            times.maxNanos() / 1e9);
        }
    }

    /** Of a turn; null when no task told of any worker, because nothing ran. */
    static @Nullable EngineReport of(List<EngineStatistics> stays) {
        if (stays.isEmpty()) {
            return null;
        }
        WorkerStatistics onWorkers = WorkerStatistics.total(
                stays.stream().flatMap(stay -> stay.workers().stream()).toList());
        WorkerStatistics all = WorkerStatistics.total(
                Stream.concat(Stream.of(onWorkers), stays.stream().map(EngineStatistics::inline))
                        .toList());
        double available = stays.stream()
                .mapToDouble(stay -> (double) stay.nanos() * stay.workers().size())
                .sum();
        // An executor that left the run and came back has the same workers as before.
        Map<String, Integer> workers = stays.stream()
                .collect(Collectors.toMap(
                        EngineStatistics::executor, stay -> stay.workers().size(), Math::max));
        return new EngineReport(
                workers.size(),
                workers.values().stream().mapToInt(Integer::intValue).sum(),
                known(Math.min(1, onWorkers.busyNanos() / available)),
                all.executed(),
                all.steals(),
                known(all.stealEfficiency()),
                all.lost(),
                stays.stream().mapToLong(EngineStatistics::heldUpNanos).sum() / 1e9,
                Seconds.of(all.runTimes()));
    }

    private static @Nullable Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
