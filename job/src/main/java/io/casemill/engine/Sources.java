package io.casemill.engine;

import org.jspecify.annotations.Nullable;

/** Where one worker may find work: the crew around it in an engine, a model of one in a simulation. */
interface Sources<T> {

    /** The workers, as they are now. */
    Rings rings();

    /** The youngest of the worker's own deque, or null. */
    @Nullable T own();

    /** What the injector has for a worker of this node, or null. */
    @Nullable T injected(int node);

    /** The oldest of a victim's deque, or null. */
    @Nullable T stolen(int victim);
}
