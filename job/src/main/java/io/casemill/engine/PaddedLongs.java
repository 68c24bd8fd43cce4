package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few longs that belong together, alone on their cache lines. An array is used because its layout is certain, while that
 * of fields is the virtual machine's choice.
 */
final class PaddedLongs {

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    /** 128 bytes: two lines, because the prefetcher of current processors fetches lines in pairs. */
    private static final int PAD = 16;

    private final long[] cells;

    PaddedLongs(int count) {
        cells = new long[PAD + count + PAD];
    }

    /** For the only writer. */
    long get(int cell) {
        return cells[PAD + cell];
    }

    void set(int cell, long value) {
        cells[PAD + cell] = value;
    }

    long getOpaque(int cell) {
        return (long) CELLS.getOpaque(cells, PAD + cell);
    }

    long getAcquire(int cell) {
        return (long) CELLS.getAcquire(cells, PAD + cell);
    }

    long getVolatile(int cell) {
        return (long) CELLS.getVolatile(cells, PAD + cell);
    }

    void setOpaque(int cell, long value) {
        CELLS.setOpaque(cells, PAD + cell, value);
    }

    void setRelease(int cell, long value) {
        CELLS.setRelease(cells, PAD + cell, value);
    }

    void setVolatile(int cell, long value) {
        CELLS.setVolatile(cells, PAD + cell, value);
    }

    boolean compareAndSet(int cell, long expected, long value) {
        return CELLS.compareAndSet(cells, PAD + cell, expected, value);
    }

    long addAndGet(int cell, long amount) {
        return (long) CELLS.getAndAdd(cells, PAD + cell, amount) + amount;
    }
}
