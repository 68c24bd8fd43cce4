package io.casemill.engine;

import java.util.Objects;
import java.util.function.Function;

/**
 * One stage of a {@link Pipeline}.
 *
 * @param name for statistics
 * @param width how many items it works on at once, at least 1. The steps of one item may be shared among workers
 * @param capacity how many items it works on or has ready for what comes behind it, at least 1
 * @param work the steps that an item takes here; none at all, and the item goes on as it is. Called by any thread, never twice for
 *     an item. What becomes of each step the engine tells those steps, so an item that fails, outlives its limit or is
 *     skipped goes on like any other, with what its steps made of that. A step that was given up may still touch its item
 * @param <T> what flows
 */
public record Stage<T>(String name, int width, int capacity, Function<? super T, ? extends Batch> work) {

    public Stage {
        Objects.requireNonNull(name);
        Objects.requireNonNull(work);
        if (width < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "Invalid stage " + name + ": width " + width + " and capacity " + capacity + " must be at least 1");
        }
    }
}
