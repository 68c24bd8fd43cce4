package io.casemill.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What one worker has done so far, its replaced predecessors included, or several workers together. The figures are read while the
 * worker runs: each is exact at some moment of the read, not all at the same, so that they may disagree by what the worker did
 * meanwhile. A step and its run time are counted when it ends, a steal at once; the two times include what is under way. None
 * but {@code queued} ever goes back.
 *
 * @param worker its index, from 0; -1 for several
 * @param core the core that its thread is pinned to, or -1
 * @param executed steps that ended, failed ones included, those that were given up not
 * @param steals chunks and forks that it took from another worker's deque
 * @param failedSteals times that it searched all other workers' deques, when it ran out of work, and found nothing
 * @param queued chunks and forks in its own deque now
 * @param parkedNanos time asleep, in nanoseconds
 * @param busyNanos time in chunks and stolen forks, in nanoseconds; waiting for forks included
 * @param stuck threads of this worker that were given up
 * @param lost threads of this worker that ended before their time: those that were stuck, and those that died of a defect
 * @param runTimes of the steps that ended
 */
public record WorkerStatistics(
        int worker,
        int core,
        long executed,
        long steals,
        long failedSteals,
        long queued,
        long parkedNanos,
        long busyNanos,
        long stuck,
        long lost,
        RunTimes runTimes)
        implements Serializable {

    public WorkerStatistics {
        Objects.requireNonNull(runTimes);
    }

    /** All workers together. */
    public static WorkerStatistics total(List<WorkerStatistics> workers) {
        return workers.stream()
                .reduce(
                        new WorkerStatistics(-1, -1, 0, 0, 0, 0, 0, 0, 0, 0, RunTimes.NONE),
                        (sum, each) -> sum.combined(each, 1, sum.runTimes.plus(each.runTimes)));
    }

    /** What the same worker did after an earlier snapshot. */
    public WorkerStatistics since(WorkerStatistics earlier) {
        return combined(earlier, -1, runTimes.since(earlier.runTimes));
    }

    private WorkerStatistics combined(WorkerStatistics other, int sign, RunTimes times) {
        return new WorkerStatistics(
                worker,
                core,
                executed + sign * other.executed,
                steals + sign * other.steals,
                failedSteals + sign * other.failedSteals,
                // How long a queue is has no beginning.
                sign > 0 ? queued + other.queued : queued,
                parkedNanos + sign * other.parkedNanos,
                busyNanos + sign * other.busyNanos,
                stuck + sign * other.stuck,
                lost + sign * other.lost,
                times);
    }

    /** The share of searches of other workers' deques that found work, from 0 to 1; NaN when there was none. */
    public double stealEfficiency() {
        long searches = steals + failedSteals;
        return searches == 0 ? Double.NaN : (double) steals / searches;
    }
}
