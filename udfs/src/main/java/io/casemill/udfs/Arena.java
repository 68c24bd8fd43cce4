package io.casemill.udfs;

import java.util.Arrays;

/**
 * Scratch memory of one worker for the numeric work of one case: zeroed pieces, taken one after the other and all given back at once
 * when the case ends. Belongs to the thread that made it.
 *
 * <p><b>Cost.</b> The memory stays with the worker, so a case allocates only the small {@link Doubles} of each piece once its worker
 * has seen a case of its size. Up to {@link #KEPT} doubles (8 MiB) are kept between cases; what a case needs beyond that is
 * allocated for it and left to the garbage collector after it. A case may take {@link #LIMIT} doubles (512 MiB), for which the arena
 * holds at most twice that.
 *
 * <p><b>Place.</b> The memory is allocated, and so first written, by its worker, which the operating system takes as the wish to have it
 * on that worker's NUMA node. No more is promised: the garbage collector may move it to another one.
 *
 * <p><b>Misuse.</b> With assertions on ({@code -ea}, as in tests), using a piece after its case, or on another thread, is an
 * {@link AssertionError}. Without, there is no check, and no cost: a stale piece then shows what later cases write.
 */
public final class Arena {
    /** How many doubles are kept from case to case, at most. */
    public static final int KEPT = 1 << 20;

    /** How many doubles one case may take, in all. */
    public static final int LIMIT = 1 << 26;

    private static final int FIRST = 1 << 10;
    private static final double[] NONE = new double[0];

    private final Thread owner = Thread.currentThread();

    /** What pieces are cut from, up to {@code top}. Slabs that ran full during the case live on in their pieces. */
    private double[] slab = NONE;

    private int top;

    /** Length of all pieces of this case. */
    private int taken;

    /** How long the first slab of a case is to be. */
    private int wanted = FIRST;

    private int generation;

    /**
     * A piece of memory, zeroed, until the end of the case.
     *
     * @param length in doubles, at least 0
     * @throws IllegalArgumentException when the length is negative, or more than the case may still take; the message has the
     *     figures
     */
    public Doubles doubles(int length) {
        assert isOwner() : "The arena of " + owner + " was used on " + Thread.currentThread();
        if (length < 0) {
            throw new IllegalArgumentException("Invalid length: must be at least 0, is " + length);
        }
        if (length > LIMIT - taken) {
            throw new IllegalArgumentException("Cannot take " + length + " doubles of scratch memory: a case may have "
                    + LIMIT + " (" + LIMIT / (1 << 17) + " MiB) and has taken " + taken
                    + "; ask for less, or allocate what the case really needs");
        }
        if (length > slab.length - top) {
            slab = new double[Math.max(length, taken == 0 ? wanted : Math.min(2 * wanted(taken), KEPT))];
            top = 0;
        } else {
            Arrays.fill(slab, top, top + length, 0.0);
        }
        Doubles piece = new Doubles(this, slab, top, length, generation);
        top += length;
        taken += length;
        return piece;
    }

    /** Takes all pieces back: they must not be used any more. The runner does this after each case. */
    public void reset() {
        assert isOwner() : "The arena of " + owner + " was reset on " + Thread.currentThread();
        generation++;
        if (taken > slab.length || slab.length > KEPT) {
            wanted = Math.max(wanted, wanted(taken));
            slab = NONE;
        }
        top = 0;
        taken = 0;
    }

    /** The slab for so many doubles: a power of two within the bounds. */
    private static int wanted(int doubles) {
        return doubles >= KEPT ? KEPT : Math.max(FIRST, Integer.highestOneBit(Math.max(1, doubles - 1)) << 1);
    }

    /** For assertions. */
    boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    /** For assertions. */
    boolean isIn(int of) {
        return generation == of;
    }

    /** How many doubles are held between cases. */
    int held() {
        return slab.length;
    }
}
