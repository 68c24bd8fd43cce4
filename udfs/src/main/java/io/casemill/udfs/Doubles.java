package io.casemill.udfs;

import java.util.Arrays;
import java.util.Objects;

/** A piece of an {@link Arena}: numbers by position, for the thread and the case that took it. */
public final class Doubles {
    private final Arena arena;
    private final double[] slab;
    private final int offset;
    private final int length;
    private final int generation;

    Doubles(Arena arena, double[] slab, int offset, int length, int generation) {
        this.arena = arena;
        this.slab = slab;
        this.offset = offset;
        this.length = length;
        this.generation = generation;
    }

    /** The number of positions. */
    public int length() {
        return length;
    }

    /** Throws {@link IndexOutOfBoundsException} when there is no such position. */
    public double get(int position) {
        assert isMine();
        return slab[offset + Objects.checkIndex(position, length)];
    }

    /** Throws {@link IndexOutOfBoundsException} when there is no such position. */
    public void set(int position, double value) {
        assert isMine();
        slab[offset + Objects.checkIndex(position, length)] = value;
    }

    /** Sets all positions. */
    public void fill(double value) {
        assert isMine();
        Arrays.fill(slab, offset, offset + length, value);
    }

    private boolean isMine() {
        if (!arena.isOwner()) {
            throw new AssertionError(
                    "Scratch memory was used on " + Thread.currentThread() + ", which is not the thread that took it");
        }
        if (!arena.isIn(generation)) {
            throw new AssertionError("Scratch memory was used after the end of its case");
        }
        return true;
    }
}
