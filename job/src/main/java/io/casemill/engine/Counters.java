package io.casemill.engine;

/**
 * What one worker counts, on cache lines of its own. Only the worker's current thread writes; when it is abandoned, its
 * {@link Watch} hands the counters to the monitor and from there to the replacement. Anybody reads.
 */
final class Counters {

    private static final int EXECUTED = 0;
    private static final int STEALS = 1;
    private static final int FAILED_STEALS = 2;
    private static final int PARKED = 3;
    private static final int BUSY = 4;
    private static final int STUCK = 5;

    private final PaddedLongs cells = new PaddedLongs(6);

    void executed() {
        add(EXECUTED, 1);
    }

    void stolen() {
        add(STEALS, 1);
    }

    void foundNothing() {
        add(FAILED_STEALS, 1);
    }

    void parked(long nanos) {
        add(PARKED, nanos);
    }

    void busy(long nanos) {
        add(BUSY, nanos);
    }

    void stuck() {
        add(STUCK, 1);
    }

    private void add(int cell, long amount) {
        cells.setOpaque(cell, cells.get(cell) + amount);
    }

    WorkerStatistics snapshot(int worker, int core) {
        return new WorkerStatistics(
                worker,
                core,
                cells.getOpaque(EXECUTED),
                cells.getOpaque(STEALS),
                cells.getOpaque(FAILED_STEALS),
                cells.getOpaque(PARKED),
                cells.getOpaque(BUSY),
                cells.getOpaque(STUCK));
    }
}
