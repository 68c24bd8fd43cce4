package io.casemill.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one worker counts, on cache lines of its own: some 8 KB, whatever it counts. Only the worker's current thread writes, in
 * opaque mode, without a lock, an atomic instruction or an allocation; when it is abandoned, its {@link Watch} hands the counters to
 * the monitor and from there to the replacement. Anybody reads.
 *
 * <p>Nothing that another thread writes comes within 128 bytes of a cell: {@link PaddedLongs} says so of the cells, and the one field
 * here is written once. The cells are made by the worker's first thread, after it was pinned, so that they lie in the memory of its
 * node.
 *
 * <p>A time that may be running is kept in one cell, so that one read gives it whole and it never goes back: the sum while it
 * stands, and the complement of the moment at which the sum would have begun while it runs.
 */
final class Counters {

    private static final int EXECUTED = 0;
    private static final int STEALS = 1;
    private static final int FAILED_STEALS = 2;
    private static final int PARKED = 3;
    private static final int BUSY = 4;
    private static final int STUCK = 5;
    private static final int LOST = 6;
    private static final int RUN_SUM = 7;
    private static final int RUN_MAX = 8;
    private static final int FIRST_BUCKET = 9;
    private static final int CELLS = FIRST_BUCKET + Buckets.COUNT;

    /** Null until the worker's first thread has made them. */
    private volatile @Nullable PaddedLongs cells;

    /** The worker's thread, before it counts. */
    void make() {
        if (!isMade()) {
            cells = new PaddedLongs(CELLS);
        }
    }

    boolean isMade() {
        return cells != null;
    }

    private PaddedLongs own() {
        return Objects.requireNonNull(cells, "the worker's thread makes its cells first");
    }

    /** One step ended after this run time. */
    void ran(long nanos) {
        PaddedLongs own = own();
        add(own, FIRST_BUCKET + Buckets.of(nanos), 1);
        add(own, RUN_SUM, nanos);
        if (nanos > own.get(RUN_MAX)) {
            own.setOpaque(RUN_MAX, nanos);
        }
        add(own, EXECUTED, 1);
    }

    /** Something was taken from another worker's deque. */
    void stolen() {
        add(own(), STEALS, 1);
    }

    /** A search of all other deques was in vain. */
    void foundNothing() {
        add(own(), FAILED_STEALS, 1);
    }

    void parkedFrom(long moment) {
        start(PARKED, moment);
    }

    void parkedUntil(long moment) {
        stop(PARKED, moment);
    }

    boolean isBusy() {
        return own().get(BUSY) < 0;
    }

    void busyFrom(long moment) {
        start(BUSY, moment);
    }

    void busyUntil(long moment) {
        stop(BUSY, moment);
    }

    /** The thread was given up and did not end the step in hand. */
    void stuck() {
        add(own(), STUCK, 1);
    }

    /** The thread works no more, whatever it was at. */
    void lost(long moment) {
        stop(PARKED, moment);
        stop(BUSY, moment);
        add(own(), LOST, 1);
    }

    private static void add(PaddedLongs own, int cell, long amount) {
        own.setOpaque(cell, own.get(cell) + amount);
    }

    private void start(int cell, long moment) {
        PaddedLongs own = own();
        own.setOpaque(cell, ~(moment - own.get(cell)));
    }

    private void stop(int cell, long moment) {
        PaddedLongs own = own();
        long value = own.get(cell);
        if (value < 0) {
            own.setOpaque(cell, moment - ~value);
        }
    }

    private static long time(PaddedLongs own, int cell, Clock clock) {
        long value = own.getOpaque(cell);
        // The clock is read last: it is past the moment at which a running time was started.
        return value < 0 ? Math.max(0, clock.nanoTime() - ~value) : value;
    }

    /** What was counted so far; the arguments are passed on. */
    WorkerStatistics snapshot(int worker, int core, long queued, Clock clock) {
        PaddedLongs own = cells;
        if (own == null) {
            return new WorkerStatistics(worker, core, 0, 0, 0, queued, 0, 0, 0, 0, RunTimes.NONE);
        }
        return new WorkerStatistics(
                worker,
                core,
                own.getOpaque(EXECUTED),
                own.getOpaque(STEALS),
                own.getOpaque(FAILED_STEALS),
                queued,
                time(own, PARKED, clock),
                time(own, BUSY, clock),
                own.getOpaque(STUCK),
                own.getOpaque(LOST),
                RunTimes.of(i -> own.getOpaque(FIRST_BUCKET + i), own.getOpaque(RUN_SUM), own.getOpaque(RUN_MAX)));
    }
}
