package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a {@link Deque} shares with its {@link Stealer}: elements at the indices {@code top <= i < bottom}, in a
 * circular array. Indices only grow (64 bits never wrap), so equal values of {@code top} mean the same moment.
 */
final class Ring<T> {

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int INDEX = 0;

    private final @Nullable Object[] slots;
    private final int mask;

    /** The oldest element. Owner and thieves race for it by compare-and-set. */
    private final PaddedLongs top = new PaddedLongs(1);

    /** One past the youngest element. Only the owner moves it. */
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

    @SuppressWarnings("unchecked") // only put fills slots, with a T
    @Nullable T element(long index) {
        return (T) SLOTS.getOpaque(slots, (int) index & mask);
    }

    void put(long index, @Nullable T element) {
        SLOTS.setOpaque(slots, (int) index & mask, element);
    }

    long ownBottom() {
        return bottom.get(INDEX);
    }

    long bottomAcquire() {
        return bottom.getAcquire(INDEX);
    }

    void moveBottom(long index) {
        bottom.setOpaque(INDEX, index);
    }

    long top() {
        return top.getOpaque(INDEX);
    }

    long topAcquire() {
        return top.getAcquire(INDEX);
    }

    /** Claims the oldest element. Sequentially consistent, as the proof of the deque needs. */
    boolean claimTop(long index) {
        return top.compareAndSet(INDEX, index, index + 1);
    }
}
