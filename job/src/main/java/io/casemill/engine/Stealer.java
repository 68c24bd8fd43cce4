package io.casemill.engine;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The thieves' side of a {@link Deque}, for any thread. */
final class Stealer<T> {

    private final Ring<T> ring;

    Stealer(Ring<T> ring) {
        this.ring = ring;
    }

    /** True when nothing was there at some moment of the call. */
    boolean isEmpty() {
        return ring.topAcquire() >= ring.bottomAcquire();
    }

    /** Takes the oldest element, or null when there is none. Lock-free: a lost race means that another one took an element. */
    @Nullable T steal() {
        while (true) {
            long top = ring.topAcquire();
            // Pairs with the fence of pop: top is read before bottom in an order that the owner agrees with.
            VarHandle.fullFence();
            long bottom = ring.bottomAcquire();
            if (top >= bottom) {
                return null;
            }
            // Read before the claim: once top has moved, the owner may fill the slot again.
            T element = ring.element(top);
            if (ring.claimTop(top)) {
                return element;
            }
        }
    }
}
