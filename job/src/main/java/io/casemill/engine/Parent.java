package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What forks others and ends after them: a scope, or a fork. One worker at a time runs it, its owner; children that other workers
 * stole are counted by those, all others by the owner without any synchronisation.
 */
abstract sealed class Parent permits Scope, Fork {

    private static final VarHandle ENDED_ELSEWHERE;
    private static final VarHandle WAITER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENDED_ELSEWHERE = lookup.findVarHandle(Parent.class, "endedElsewhere", int.class);
            WAITER = lookup.findVarHandle(Parent.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The scope that this is or belongs to. */
    final Scope scope;

    /** Children forked and not ended by the owner. Owner only. */
    private int open;

    @SuppressWarnings("unused") // by its handle
    private int endedElsewhere;

    /** The owner while it is parked for a child. */
    @SuppressWarnings("unused") // by its handle
    private @Nullable Thread waiter;

    /** @param scope null for that which this is */
    Parent(@Nullable Scope scope) {
        this.scope = scope == null ? (Scope) this : scope;
    }

    /** Owner: one child more. */
    final void hasForked() {
        open++;
    }

    /** Owner: a child that it ran itself has ended. */
    final void endedHere() {
        open--;
    }

    /** Thief: a child has ended, and its outcome is published. */
    final void endedElsewhere() {
        // The count comes before the look for a waiter, and the waiter's entry before its look at the count: one sees
        // the other.
        ENDED_ELSEWHERE.getAndAdd(this, 1);
        Thread waiting = (Thread) WAITER.getVolatile(this);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Owner: whether no child is left. */
    final boolean hasNoChild() {
        return open == (int) ENDED_ELSEWHERE.getVolatile(this);
    }

    /** Owner: wants to be unparked when a child ends, or no longer. */
    final void wait(@Nullable Thread owner) {
        WAITER.setVolatile(this, owner);
    }
}
