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

    /** Lets a branch begin the element. Any thread. */
    void check(int index) throws Exception {
        if (index >= limit) {
            throw new Beyond();
        }
        if (scope.isCancelled() || Thread.interrupted()) {
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

    /** A branch ends at this index with what was thrown there. Any thread. */
    synchronized void end(int index, Throwable thrown) {
        if (!(thrown instanceof Beyond) && index < limit) {
            limit = index;
            failure = thrown;
        } else if (thrown instanceof InterruptedException) {
            // Meant for the thread, which may be in the middle of something else, and told by nobody else.
            Thread.currentThread().interrupt();
        }
    }

    /** After the first branch has ended: throws the failure that remains, if there is one. */
    synchronized void rethrow() throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
    }
}
