package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What forks others and ends after them: a scope, or a fork. One worker at a time runs it, its owner. Children that other workers
 * stole are counted here by those, all others by the owner's {@link Joiner} without any synchronisation.
 */
abstract sealed class Parent permits Scope, Fork {

    private static final VarHandle WAITER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAITER = lookup.findVarHandle(Parent.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The scope that this is or belongs to. */
    final Scope scope;

    /** The owner while it is parked for a child. */
    @SuppressWarnings("unused") // by its handle
    private @Nullable Thread waiter;

    /** @param scope null for that which this is */
    Parent(@Nullable Scope scope) {
        this.scope = scope == null ? (Scope) this : scope;
    }

    /** Thief: a child has ended, and its outcome is published. */
    final void endedElsewhere() {
        // The count comes before the look for a waiter, and the waiter's entry before its look at the count: one sees
        // the other.
        countEndedElsewhere();
        Thread waiting = (Thread) WAITER.getVolatile(this);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Thief: adds one, atomically. */
    abstract void countEndedElsewhere();

    /** Owner: how many children others have ended. */
    abstract long childrenEndedElsewhere();

    /** Owner: wants to be unparked when a child ends, or no longer. */
    final void wait(@Nullable Thread owner) {
        WAITER.setVolatile(this, owner);
    }
}
