package io.casemill.engine;

import org.jspecify.annotations.Nullable;

/**
 * The owner's side of a bounded work-stealing deque: its worker pushes and pops at the young end, thieves take from the old
 * end through the {@link Stealer}. Every method belongs to the owner's thread and is wait-free.
 *
 * <p>The indices are those of Chase and Lev, "Dynamic circular work-stealing deque" (SPAA 2005), but the slot decides who gets an
 * element, not top: owner and thief both compare-and-set it, as in Lea's fork/join pool. So a push has no fence and a pop one
 * compare-and-set. With the orderings of Lê, Pop, Cohen and Zappa Nardelli (PPoPP 2013) a pop has a full fence, and a
 * compare-and-set of top besides when it takes the last element, as the pop after a fork nearly always does. Thieves stay
 * lock-free, other than in that pool, because a theft leaves a mark that lets others move top on.
 *
 * <p><b>Each element is taken once.</b> A slot changes from an element to null (pop) or TAKEN (theft) by compare-and-set only, and
 * is filled only by the owner, after it saw top beyond its former index. An element is pushed once, so a compare-and-set that
 * succeeds hits the index that its caller looked at.
 *
 * <p><b>Thieves take the oldest.</b> A thief reads top, then the slot, then top again: unchanged, it proves that an element found
 * there belongs to that index, because the slot is not filled anew before top has passed, and what it held the round before was
 * gone when top came here. Below top all is gone, for top moves only past the mark of a theft, and the owner pops only at the
 * other end. So a thief takes an element without a look at bottom, and pushes write to no line that thieves keep reading.
 *
 * <p><b>Whose mark.</b> TAKEN at top may be of the index that had the slot the round before. It is this index's when bottom, read
 * next, is beyond top and the slot, read once more, still holds it: bottom is raised after the slot is filled.
 *
 * <p><b>Empty is empty.</b> The owner finds TAKEN at its youngest index only when thieves, who go upwards, took everything below as
 * well; and null when it has popped the index that has come round to this slot, or never pushed any. A thief that finds null at top
 * has met an index that was never pushed, or the pop of what was the last element; and one that finds another index's mark there
 * has found bottom at top.
 */
final class Deque<T> {

    /** One past the youngest element. */
    private static final int BOTTOM = 0;

    /** Top was here or beyond: slots of indices below are free. */
    private static final int TOP = 1;

    private final Ring<T> ring;
    private final Stealer<T> stealer;
    private final int capacity;

    /** Owner only, and not beside anything that thieves read. */
    private final PaddedLongs own = new PaddedLongs(2);

    /** A deque for at most {@code capacity} elements, a power of two. */
    Deque(int capacity) {
        this(new Ring<>(capacity));
    }

    Deque(Ring<T> ring) {
        this.ring = ring;
        stealer = new Stealer<>(ring);
        capacity = ring.capacity();
    }

    /** The side that other threads may use. */
    Stealer<T> stealer() {
        return stealer;
    }

    boolean isEmpty() {
        return youngest() == null;
    }

    /** Adds the youngest element, which was in no deque before. False when there is no room. */
    boolean push(T element) {
        long index = own.get(BOTTOM);
        if (index - own.get(TOP) >= capacity) {
            long top = ring.settledTop();
            own.set(TOP, top);
            if (index - top >= capacity) {
                return false;
            }
        }
        ring.put(index, element);
        own.set(BOTTOM, index + 1);
        ring.raiseBottom(index + 1);
        return true;
    }

    /** The youngest element, or null when there is none; a thief may take it meanwhile. */
    @Nullable T youngest() {
        return ring.element(own.get(BOTTOM) - 1);
    }

    /** Takes the youngest element, or null when there is none. */
    @Nullable T pop() {
        T element = youngest();
        return element != null && pop(element) ? element : null;
    }

    /** Takes this element if it is still the youngest. */
    boolean pop(T element) {
        long index = own.get(BOTTOM) - 1;
        if (!ring.take(index, element, null)) {
            return false;
        }
        own.set(BOTTOM, index);
        return true;
    }
}
