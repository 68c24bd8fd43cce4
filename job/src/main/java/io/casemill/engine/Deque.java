package io.casemill.engine;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of a bounded work-stealing deque: its worker pushes and pops at the young end, thieves take from the old
 * end through the {@link Stealer}. Every method belongs to the owner's thread and is wait-free.
 *
 * <p>The algorithm is Chase and Lev, "Dynamic circular work-stealing deque" (SPAA 2005), without growth, with the orderings of
 * Lê, Pop, Cohen and Zappa Nardelli, "Correct and efficient work-stealing for weak memory models" (PPoPP 2013, figure 1): opaque
 * mode stands for C11 relaxed, the fences for its fences.
 */
final class Deque<T> {

    private final Ring<T> ring;
    private final Stealer<T> stealer;

    /** Every slot of an index below this one that was stolen is null again. */
    private long swept;

    /** A deque for at most {@code capacity} elements, a power of two. */
    Deque(int capacity) {
        this(new Ring<>(capacity));
    }

    Deque(Ring<T> ring) {
        this.ring = ring;
        stealer = new Stealer<>(ring);
    }

    /** The side that other threads may use. */
    Stealer<T> stealer() {
        return stealer;
    }

    /** May say false although a thief has just taken the last element. */
    boolean isEmpty() {
        return ring.ownBottom() <= ring.top();
    }

    /** Adds the youngest element. False when there is no room. */
    boolean push(T element) {
        long bottom = ring.ownBottom();
        // Acquire: a thief that moved top past an index has read its slot before, so the slot may be written again.
        long top = ring.topAcquire();
        if (bottom - top >= ring.capacity()) {
            return false;
        }
        sweep(top);
        ring.put(bottom, element);
        // A thief that sees the new bottom sees the element and what it leads to.
        VarHandle.releaseFence();
        ring.moveBottom(bottom + 1);
        return true;
    }

    /** Takes the youngest element, or null when there is none. */
    @Nullable T pop() {
        long bottom = ring.ownBottom() - 1;
        ring.moveBottom(bottom);
        // The reservation of the youngest element must be visible before top is read; the thief orders its two reads
        // the
        // other way round with the same fence. So of owner and thief at least one sees the other, and for the last
        // element
        // both then go through claimTop.
        VarHandle.fullFence();
        long top = ring.top();
        if (top > bottom) {
            ring.moveBottom(bottom + 1);
            sweep(top);
            return null;
        }
        T element = ring.element(bottom);
        if (top < bottom) {
            ring.put(bottom, null);
            return element;
        }
        boolean won = ring.claimTop(top);
        ring.moveBottom(bottom + 1);
        sweep(top + 1);
        return won ? element : null;
    }

    /**
     * Forgets stolen elements, so that an idle deque holds no memory. The owner does it, because a thief that cleared its slot
     * could clear a younger element. A late thief that reads null here fails to claim.
     */
    private void sweep(long top) {
        while (swept < top) {
            ring.put(swept++, null);
        }
    }
}
