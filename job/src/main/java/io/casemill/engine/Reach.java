package io.casemill.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the branches of one {@link Parallel} computation share: the scope that their forks belong to, and how far they are to go. That
 * is to the end, or up to the lowest index that has failed so far: elements above that are never begun, and those below it all run,
 * so that the failure which remains is the one that a loop would have met.
 */
final class Reach {

    /** Ends a branch whose elements are not wanted any more. */
    @SuppressWarnings("serial") // never leaves this package
    private static final class Beyond extends Exception {
        Beyond() {
            super("Beyond the first failure", null, false, false);
        }
    }

    final Scope scope;

    private volatile int limit;

    /** Guarded by this. */
    private @Nullable Throwable failure;

    Reach(Scope scope, int limit) {
        this.scope = scope;
        this.limit = limit;
    }

    /**
     * Lets a branch begin the element. Any thread.
     *
     * @param joiner the calling thread's
     */
    void check(int index, @Nullable Joiner joiner) throws Exception {
        if (index >= limit) {
            throw new Beyond();
        }
        if (scope.isCancelled() || (joiner != null && joiner.isInterrupted())) {
            throw interrupted(index);
        }
    }

    /** What a branch throws when its scope is cancelled or its thread interrupted. Any thread. */
    InterruptedException interrupted(int index) {
        InterruptedException interrupted = new InterruptedException("Interrupted before element " + index);
        if (scope.isCancelled()) {
            interrupted.initCause(scope.cancellation());
        }
        return interrupted;
    }

    /** Lets a branch use the result of one that ends with this index, exclusive. Any thread. */
    void checkBelow(int end) throws Exception {
        if (limit < end) {
            throw new Beyond();
        }
    }

    /**
     * A branch ends at this index with what was thrown there. Any thread. What is thrown beyond the limit is dropped, interrupts as
     * well: they come of the failure that set it, or are meant for the whole activity of the thread, whose joins look for themselves.
     */
    synchronized void end(int index, Throwable thrown) {
        if (!(thrown instanceof Beyond) && index < limit) {
            limit = index;
            failure = thrown;
        }
    }

    /**
     * After the first branch has ended: throws the failure that remains, or what an interrupt does that an element has swallowed.
     *
     * @param joiner the calling thread's
     */
    synchronized void rethrow(@Nullable Joiner joiner) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (joiner != null && joiner.isInterrupted()) {
            throw interrupted(limit);
        }
    }
}
