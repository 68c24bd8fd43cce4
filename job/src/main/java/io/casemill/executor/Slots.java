package io.casemill.executor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Where workers leave what became of the cases of a chunk, and the task's thread finds it, case by case, while the others still
 * run. A slot is an ordered write on one side and an ordered read on the other; neither side waits or retries.
 *
 * <p>Two threads write the same slot only when one of them was given up and comes back after all. The first write stands; when both
 * find the slot empty, either may stand, and the reader takes one of them, once.
 */
final class Slots {
    private static final VarHandle CONTENTS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final @Nullable Object[] contents;

    /** The slots that were not taken yet. Owned by the task's thread. */
    private final BitSet left;

    /** Takes what a slot holds. */
    interface Taker<E extends Exception> {
        void take(int index, Object content) throws E;
    }

    Slots(int size) {
        contents = new @Nullable Object[size];
        left = new BitSet(size);
        left.set(0, size);
    }

    /** Any thread. The content is safe to read for whoever takes it. */
    void fill(int index, Object content) {
        if (CONTENTS.getAcquire(contents, index) == null) {
            CONTENTS.setRelease(contents, index, content);
        }
    }

    /** The slots that were not handed over. Task's thread. */
    int[] left() {
        return left.stream().toArray();
    }

    /** Hands over what is there and was not handed over before. Task's thread. */
    <E extends Exception> void drain(Taker<E> taker) throws E {
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            Object content = CONTENTS.getAcquire(contents, i);
            if (content != null) {
                left.clear(i);
                taker.take(i, content);
            }
        }
    }
}
