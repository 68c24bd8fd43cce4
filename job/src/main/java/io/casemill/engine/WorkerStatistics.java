package io.casemill.engine;

/**
 * What one worker has done so far, its replaced predecessors included. The figures are read while the worker runs, each exact
 * at some moment, not all at the same.
 *
 * @param worker its index, from 0
 * @param core the core that its thread is pinned to, or -1
 * @param executed steps that it ran, failed ones included
 * @param steals chunks that it took from another worker's deque
 * @param failedSteals times that it looked into another worker's deque and found nothing
 * @param parkedNanos time asleep, in nanoseconds
 * @param busyNanos time in chunks, in nanoseconds; counted when a chunk ends
 * @param stuck threads of this worker that were abandoned
 */
public record WorkerStatistics(
        int worker,
        int core,
        long executed,
        long steals,
        long failedSteals,
        long parkedNanos,
        long busyNanos,
        long stuck) {}
