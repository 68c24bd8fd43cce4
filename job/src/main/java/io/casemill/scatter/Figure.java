package io.casemill.scatter;

import io.casemill.engine.WorkerStatistics;
import java.util.List;
import java.util.function.Function;

/**
 * A figure that metrics show of each worker and of all workers of an executor together. Times are in seconds.
 *
 * @param metric the last part of the metric's name
 * @param of reads it
 */
record Figure(String metric, Function<WorkerStatistics, Number> of) {

    static final List<Figure> ALL = List.of(
            new Figure("executed", WorkerStatistics::executed),
            new Figure("steals", WorkerStatistics::steals),
            new Figure("failedSteals", WorkerStatistics::failedSteals),
            new Figure("stealEfficiency", WorkerStatistics::stealEfficiency),
            new Figure("dequeSize", WorkerStatistics::queued),
            new Figure("parkedSeconds", worker -> seconds(worker.parkedNanos())),
            new Figure("busySeconds", worker -> seconds(worker.busyNanos())),
            new Figure("stuck", WorkerStatistics::stuck),
            new Figure("lost", WorkerStatistics::lost),
            new Figure("runTimeMeanSeconds", worker -> worker.runTimes().meanNanos() / 1e9),
            new Figure("runTimeP50Seconds", worker -> quantile(worker, 0.5)),
            new Figure("runTimeP90Seconds", worker -> quantile(worker, 0.9)),
            new Figure("runTimeP99Seconds", worker -> quantile(worker, 0.99)),
            new Figure("runTimeMaxSeconds", worker -> seconds(worker.runTimes().maxNanos())));

    private static Number quantile(WorkerStatistics worker, double share) {
        return seconds(worker.runTimes().quantileNanos(share));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
