package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a {@link Deque} shares with its {@link Stealer}: elements at the indices {@code top <= i < bottom}, in a
 * circular array. Indices only grow (64 bits never wrap), but for the owner's own bottom, which a pop takes back.
 *
 * <p>A slot holds null before its first use and after a pop, an element, or {@link #TAKEN} after a theft. The slot alone decides
 * who gets an element: owner and thieves compare-and-set it. Top follows: whoever meets TAKEN at top may move it on.
 */
final class Ring<T> {

    /** Stands where a thief took an element. */
    static final Object TAKEN = new Object();

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int INDEX = 0;

    private final @Nullable Object[] slots;
    private final int mask;

    /** The oldest element, or some indices before it. Moved by compare-and-set, from an index whose slot is TAKEN. */
    private final PaddedLongs top = new PaddedLongs(1);

    /** One past the youngest index that was ever used; what the owner popped there is null. Only the owner moves it. */
    private final PaddedLongs bottom = new PaddedLongs(1);

    Ring(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("Invalid deque capacity: must be a power of two, is " + capacity);
        }
        slots = new @Nullable Object[capacity];
        mask = capacity - 1;
    }

    int capacity() {
        return slots.length;
    }

    /** What the slot of an index holds, and what led to it. */
    @Nullable Object slot(long index) {
        return SLOTS.getAcquire(slots, (int) index & mask);
    }

    /** Owner: fills a free slot. A thief that sees the element sees what it leads to. */
    void put(long index, T element) {
        SLOTS.setRelease(slots, (int) index & mask, element);
    }

    /** Takes an element out of its slot, unless somebody else has. */
    boolean take(long index, Object element, @Nullable Object left) {
        return SLOTS.compareAndSet(slots, (int) index & mask, element, left);
    }

    long top() {
        return top.getAcquire(INDEX);
    }

    /** Owner: top, after it was moved past all that is TAKEN, up to bottom at most. */
    long settledTop() {
        long index = top();
        while (slot(index) == TAKEN && passed(index)) {
            index = top();
        }
        return index;
    }

    /**
     * Moves top past an index whose slot was seen TAKEN. False when nothing was pushed there: the mark is of the index that
     * had this slot before. Hence the second look, after that at bottom: the first one may have been before the push.
     */
    boolean passed(long index) {
        if (index >= bottom()) {
            return false;
        }
        if (slot(index) == TAKEN) {
            moveTop(index);
        }
        return true;
    }

    /** Moves top past an index whose slot was seen TAKEN. */
    void moveTop(long index) {
        top.compareAndSet(INDEX, index, index + 1);
    }

    long bottom() {
        return bottom.getAcquire(INDEX);
    }

    /** Owner: a thief that sees the new bottom sees the slots below it. */
    void raiseBottom(long index) {
        if (bottom.get(INDEX) < index) {
            bottom.setRelease(INDEX, index);
        }
    }

    /** The element at an index that is not below top, or null when it was popped or taken. */
    @SuppressWarnings("unchecked") // what is in a slot and is neither null nor TAKEN was pushed
    @Nullable T element(long index) {
        Object content = slot(index);
        return content == TAKEN ? null : (T) content;
    }
}
