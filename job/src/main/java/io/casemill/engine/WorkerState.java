package io.casemill.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a worker's thread is at: written with every step and every fork, so it lies apart from all that others read. Fields of a superclass
 * come before those of its subclasses, hence {@link WorkerPadding} before and this class behind, 128 bytes each, as in
 * {@link PaddedLongs}; as plain fields they cost a fork a fifth less than in an array.
 */
abstract class WorkerState extends WorkerPadding {

    /** The chunk that the thread runs, or the fork that it stole. Belongs to whom the {@link Watch} says. */
    volatile @Nullable Work inHand;

    // Of a chunk, steps next <= i < end are not ended, next is the one that runs. Belong to whom the watch says.
    int next;
    int end;

    /** The innermost scope or fork that the thread runs. Its own. */
    @Nullable Parent innermost;

    /** How many children of the innermost the thread has forked and not ended itself. Its own. */
    int open;

    /** How many forks are to run at once without asking whether the deque has room. Its own. */
    int notOffered;

    /** The stolen forks that the thread runs, the youngest first. Read by whoever takes over. */
    volatile @Nullable Fork<?> stolen;

    /** The scopes that the thread has opened and not closed, the youngest first. Read by whoever takes over. */
    volatile @Nullable Scope opened;

    static WorkerState fresh() {
        return new Padded();
    }

    /** The padding behind. */
    @SuppressWarnings("unused") // it takes room
    private static final class Padded extends WorkerState {
        private long a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
    }
}
