package io.casemill.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * What one worker thread and those who may interrupt it agree on: one state word.
 *
 * <pre>
 *          begin               end
 *   DONE ─────────▶ RUNNING ─────────▶ DONE                          owner
 *                      │ interrupt                                   monitor, or who cancels
 *                      ▼
 *                 INTERRUPTING ─▶ INTERRUPTED ──end──▶ DONE          owner
 *                                      │ abandon                     monitor
 *                                      ▼
 *                                  ABANDONED                         for ever
 *
 *                   RUNNING ──hold──▶ HELD ──release──▶ RUNNING      monitor
 * </pre>
 *
 * <p>The word is a sequence number and a phase, and begin raises the number. So a compare-and-set succeeds only on the very
 * activity that was looked at, however long ago that was: a step that ended a moment before its deadline is acted upon is not
 * interrupted, nor is the step after it.
 *
 * <p><b>The word says who owns the rest.</b> The deadline, and the fields of the loop that say which step runs and what is left of
 * its chunk, are written by the owner in DONE, by the interrupting thread in INTERRUPTING (the deadline only), by nobody in RUNNING
 * and INTERRUPTED, and belong to the monitor from ABANDONED on. Each change of hands is a volatile write or a successful
 * compare-and-set, read by the next owner, so no field needs more than that. An owner that comes back late fails in {@link #end}
 * and has lost everything; hence exactly one of owner and monitor ends the step.
 *
 * <p><b>No interrupt leaks.</b> INTERRUPTED is written after {@link Thread#interrupt} returned. The owner leaves INTERRUPTING only
 * by seeing INTERRUPTED, and clears the flag after it has taken the word back to DONE, when nobody may interrupt any more.
 *
 * <p><b>Progress.</b> No thread holds anything that another one needs, with two exceptions. One Java forces (its FutureTask has the
 * same): an owner that ends or joins while its interrupt is just being delivered waits for that one call to return. The other is
 * rare: an owner that ends, or a thread that interrupts, waits while the monitor takes the rest of a chunk from a long step. A step
 * costs one volatile write, one compare-and-set, and no allocation.
 */
final class Watch {

    static final int DONE = 0;
    static final int RUNNING = 1;
    static final int INTERRUPTING = 2;
    static final int INTERRUPTED = 3;
    static final int ABANDONED = 4;
    static final int HELD = 5;

    /** No activity: the owner is between two of them. */
    static final long NONE = -1;

    /** Whatever the owner is at. No activity has this number. */
    static final long ANY = -2;

    private static final int PHASE_BITS = 3;
    private static final long PHASE_MASK = (1 << PHASE_BITS) - 1;
    private static final int STATE = 0;
    private static final int DEADLINE = 1;
    private static final long DELIVERY_NANOS = 20_000;

    private final PaddedLongs cells = new PaddedLongs(2);

    static int phase(long word) {
        return (int) (word & PHASE_MASK);
    }

    private static long with(long word, int phase) {
        return (word & ~PHASE_MASK) | phase;
    }

    /** The state word, for {@link #interrupt} and {@link #abandon}. */
    long word() {
        return cells.getVolatile(STATE);
    }

    /** The number of the activity that runs, was interrupted, or was given up; {@link #NONE} when there is none. Anybody. */
    long activity() {
        long word = word();
        return phase(word) == DONE ? NONE : word >>> PHASE_BITS;
    }

    /** Whether the owner is between two activities. Owner. */
    boolean isOver() {
        return phase(word()) == DONE;
    }

    /** Whether the activity was interrupted, or given up after that; waits for an interrupt that is just being delivered. Owner. */
    boolean isInterrupted() {
        int phase = phase(word());
        while (phase == INTERRUPTING) {
            LockSupport.parkNanos(this, DELIVERY_NANOS);
            phase = phase(word());
        }
        return phase == INTERRUPTED || phase == ABANDONED;
    }

    /** Whether the thread was given up. Anybody. */
    boolean isAbandoned() {
        return phase(word()) == ABANDONED;
    }

    /** The deadline that goes with a word read before; of a later activity when that one has ended meanwhile. */
    long deadline() {
        return cells.getOpaque(DEADLINE);
    }

    /** Owner: an activity starts. The write is volatile: it comes before the owner's reads of who wants it to stop. */
    void begin(long deadline) {
        cells.setOpaque(DEADLINE, deadline);
        long next = with(cells.get(STATE), DONE) + PHASE_MASK + 1;
        cells.setVolatile(STATE, with(next, RUNNING));
    }

    /** Owner: the activity has ended; the thread's interrupt flag is clear after this. False when the thread was abandoned. */
    boolean end() {
        long running = with(cells.get(STATE), RUNNING);
        if (!cells.compareAndSet(STATE, running, with(running, DONE)) && !endDisturbed(running)) {
            return false;
        }
        // Clears what the step itself left in the flag, too.
        Thread.interrupted();
        return true;
    }

    private boolean endDisturbed(long running) {
        while (true) {
            long now = cells.getAcquire(STATE);
            switch (phase(now)) {
                // The interrupt itself ends the park; the limit is for a step that has already swallowed it.
                case INTERRUPTING, HELD -> LockSupport.parkNanos(this, DELIVERY_NANOS);
                case RUNNING, INTERRUPTED -> {
                    if (cells.compareAndSet(STATE, now, with(running, DONE))) {
                        return true;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
    }

    /**
     * Monitor: keeps the activity of this word from ending until {@link #release}, when it still runs and nobody interrupts it. True makes
     * the caller the owner of what is left of its chunk.
     */
    boolean hold(long word) {
        return phase(word) == RUNNING && cells.compareAndSet(STATE, word, with(word, HELD));
    }

    /** Monitor: gives back what it {@link #hold holds}. */
    void release(long word) {
        cells.setVolatile(STATE, word);
    }

    /**
     * Anybody: interrupts the activity of this word, when it still runs, and gives it until the deadline to end.
     *
     * @param thread the owner
     */
    boolean interrupt(long word, Thread thread, long deadline) {
        return interrupt(word, thread, deadline, () -> {});
    }

    /** The same.
     *
     * @param first what the activity is to find when the interrupt reaches it; not done when it has ended
     */
    boolean interrupt(long word, Thread thread, long deadline, Runnable first) {
        long held = with(word, HELD);
        if (word != held && phase(word) != RUNNING) {
            return false;
        }
        while (!cells.compareAndSet(STATE, with(word, RUNNING), with(word, INTERRUPTING))) {
            if (word() != held && word() != with(word, RUNNING)) {
                return false;
            }
            Thread.onSpinWait();
        }
        try {
            first.run();
            thread.interrupt();
        } finally {
            cells.setOpaque(DEADLINE, deadline);
            cells.setVolatile(STATE, with(word, INTERRUPTED));
        }
        return true;
    }

    /** Monitor: gives the thread up. True makes the caller the owner of all that was the thread's. */
    boolean abandon(long word) {
        return phase(word) == INTERRUPTED && cells.compareAndSet(STATE, word, with(word, ABANDONED));
    }
}
