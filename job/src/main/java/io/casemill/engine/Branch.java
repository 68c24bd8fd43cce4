package io.casemill.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One worker's walk over a part of the tree of a {@link Parallel} computation. The tree is balanced, its leaves are the elements, and
 * a node over {@code [from, to)} parts at {@link #middle}: a matter of the number of elements alone.
 *
 * <p>The walk goes depth first, from the left. The right halves of the nodes that it is in are pending. Between two elements it gives
 * away the largest of them, about half of what is left, when another worker wants work and has taken what was given before: lazy
 * binary splitting (Tzannes, Caragea, Barua, Vishkin, PPoPP 2010) of a tree that is fixed. All that it has given away lies to the right
 * of where it is.
 *
 * <p>Used by the worker that runs it.
 */
abstract class Branch<R> implements Callable<@Nullable R> {

    private final Reach reach;
    private final int from;
    private final int to;

    // The pending right halves, of the largest node first: those of levels below `given` are forked.
    private final int[] middles;
    private final int[] ends;
    private final @Nullable Fork<?>[] forks;
    private int level;
    private int given;

    /** The element, or for a combination the last one of those that go into it. */
    private int at;

    private @Nullable Joiner joiner;

    Branch(Reach reach, int from, int to) {
        this.reach = reach;
        this.from = from;
        this.to = to;
        this.at = from;
        int levels = Integer.SIZE - Integer.numberOfLeadingZeros(to - from - 1);
        this.middles = new int[levels];
        this.ends = new int[levels];
        this.forks = new Fork<?>[levels];
    }

    static int middle(int from, int to) {
        return (from + to + 1) >>> 1;
    }

    final Reach reach() {
        return reach;
    }

    /** After the walk of the first branch: throws what the computation is to throw. The thread that walked. */
    final void rethrow() throws Exception {
        reach.rethrow(joiner);
    }

    /** The whole walk: over the node's left half, over its right half unless that is given away, and the combination. */
    abstract R walk(int from, int to) throws Exception;

    /** The branch over a right half. */
    abstract Branch<R> part(int from, int to);

    /** Null when it did not come to its end; the reach knows why. */
    @Override
    public final @Nullable R call() {
        try {
            joiner = reach.scope.joiner("walk", null);
            return walk(from, to);
        } catch (Throwable thrown) {
            // Whatever an element throws is the computation's failure, and through that the step's.
            reach.end(at, thrown);
            return null;
        }
    }

    /** Before an element. */
    final void begin(int index) throws Exception {
        at = index;
        reach.check(index, joiner);
        if (given < level && reach.scope.isWanted() && joiner != null && joiner.hasNothingToSteal()) {
            forks[given] = joiner.fork(part(middles[given], ends[given]));
            given++;
        }
    }

    /** Before the left half of a node: its right half is pending. */
    final void enter(int middle, int end) {
        middles[level] = middle;
        ends[level] = end;
        level++;
    }

    /** After the left half: the fork that has the right one, or null when this walk is to go there itself. */
    @SuppressWarnings("unchecked") // forked from a part of this
    final @Nullable Fork<@Nullable R> leave() {
        level--;
        if (level >= given) {
            return null;
        }
        given = level;
        Fork<?> fork = forks[level];
        forks[level] = null;
        return (Fork<@Nullable R>) fork;
    }

    /** The result of a right half that was given away. */
    @SuppressWarnings("NullAway") // a walk that came to its end gives what the elements give
    final R join(Fork<@Nullable R> fork, int end) throws Exception {
        R result;
        try {
            result = fork.join();
        } catch (CompletionException e) {
            // A branch throws nothing: its worker was given up.
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (CancellationException e) {
            throw reach.interrupted(end);
        }
        reach.checkBelow(end);
        return result;
    }

    /** Before the combination of a node that ends here. */
    final void combining(int end) {
        at = end - 1;
    }
}
