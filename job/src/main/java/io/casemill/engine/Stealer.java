package io.casemill.engine;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The thieves' side of a {@link Deque}, for any thread. */
final class Stealer<T> {

    /** Half a microsecond, more or less: longer than an owner takes to come back for a tiny fork. */
    private static final int PAUSES = 8;

    private final Ring<T> ring;

    Stealer(Ring<T> ring) {
        this.ring = ring;
    }

    /** True when nothing was there at some moment of the call. */
    boolean isEmpty() {
        return oldest() == null;
    }

    /** The oldest element at some moment of the call, or null when there was none at one. */
    @SuppressWarnings("unchecked") // what is in a slot and is neither null nor TAKEN was pushed
    private @Nullable T oldest() {
        while (true) {
            long top = ring.top();
            Object content = ring.slot(top);
            if (content == Ring.TAKEN) {
                if (!ring.passed(top)) {
                    return null;
                }
            } else if (top == ring.top()) {
                // Otherwise the slot might belong to a younger index.
                return (T) content;
            }
        }
    }

    /** How many there are, about: looks at each slot, while others may move on. */
    long size() {
        long size = 0;
        long bottom = ring.bottom();
        for (long index = ring.top(); index < bottom; index++) {
            size += ring.element(index) == null ? 0 : 1;
        }
        return size;
    }

    /** Takes the oldest element, or null when there is none. Lock-free: a lost race means that another one took an element. */
    @Nullable T steal() {
        return steal(null);
    }

    /**
     * Takes the oldest element if it is wanted, and leaves it to the owner when that is likely about to take it back: an element
     * that lies there alone is taken only when it still does a moment later.
     */
    @Nullable T stealSettled(@Nullable Predicate<? super T> wanted) {
        long top = ring.top();
        T oldest = ring.element(top);
        if (oldest != null && ring.element(top + 1) == null) {
            for (int pause = 0; pause < PAUSES; pause++) {
                Thread.onSpinWait();
            }
            if (ring.slot(top) != oldest) {
                return null;
            }
        }
        return steal(wanted);
    }

    /** Takes the oldest element if it is wanted; null when it is not, or when there is none. */
    @SuppressWarnings("unchecked") // what is in a slot and is neither null nor TAKEN was pushed
    private @Nullable T steal(@Nullable Predicate<? super T> wanted) {
        while (true) {
            long top = ring.top();
            Object element = ring.slot(top);
            if (element == Ring.TAKEN) {
                if (!ring.passed(top)) {
                    return null;
                }
                continue;
            }
            if (top != ring.top()) {
                continue;
            }
            if (element == null) {
                return null;
            }
            if (wanted != null && !wanted.test((T) element)) {
                return null;
            }
            if (ring.take(top, element, Ring.TAKEN)) {
                ring.moveTop(top);
                return (T) element;
            }
        }
    }

    /** True when an element of this kind was the oldest at some moment of the call. */
    boolean offers(Predicate<? super T> wanted) {
        T oldest = oldest();
        return oldest != null && wanted.test(oldest);
    }
}
