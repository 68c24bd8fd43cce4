package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The future of a computation that was forked in a {@link Scope}. It is joined by whoever forked it, and ends after everything that
 * it forked itself.
 *
 * <p>Its outcome is written once: without synchronisation by the worker that forked it, or by compare-and-set when it was stolen,
 * because the monitor may have given up the thief meanwhile.
 */
public final class Fork<T> extends Parent implements Work {

    private static final VarHandle OUTCOME;
    private static final VarHandle ENDED_ELSEWHERE;

    /** Stands for a result of null. */
    private static final Object NULL = new Object();

    /** The outcome of a fork that never ran. */
    static final Object CANCELLED = new Object();

    /** The outcome of a fork that threw. */
    record Failure(Throwable cause) {}

    /** Of a fork that threw when there was no memory left to say what. */
    private static final Failure NO_MEMORY = new Failure(new OutOfMemoryError("A fork failed, and memory to say why"));

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OUTCOME = lookup.findVarHandle(Fork.class, "outcome", Object.class);
            ENDED_ELSEWHERE = lookup.findVarHandle(Fork.class, "endedElsewhere", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Parent parent;
    private final Callable<? extends T> body;

    /** Null until it has ended. */
    private @Nullable Object outcome;

    @SuppressWarnings("unused") // by its handle
    private int endedElsewhere;

    /** What its thief had stolen before and has not ended. Owned by the thief's {@link Joiner}. */
    @Nullable Fork<?> below;

    Fork(Parent parent, Callable<? extends T> body) {
        super(parent.scope);
        this.parent = parent;
        this.body = body;
    }

    Parent parent() {
        return parent;
    }

    /** Runs the body: the outcome, when nothing that it forked fails after it. */
    Object call() {
        try {
            Object value = body.call();
            return value == null ? NULL : value;
        } catch (Throwable thrown) {
            // Whatever a body throws fails its scope, and through that the step that opened it.
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            return failure(cause);
        }
    }

    private static Failure failure(Throwable cause) {
        try {
            return new Failure(cause);
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        }
    }

    /** The worker that forked it has run it. */
    void endHere(Object value) {
        OUTCOME.setRelease(this, value);
    }

    /** A thief has run it, or was given up. The first one counts. */
    void endElsewhere(Object value) {
        if (OUTCOME.compareAndSet(this, null, value)) {
            parent.endedElsewhere();
        }
    }

    @Override
    void countEndedElsewhere() {
        ENDED_ELSEWHERE.getAndAdd(this, 1);
    }

    @Override
    long childrenEndedElsewhere() {
        return (int) ENDED_ELSEWHERE.getVolatile(this);
    }

    /** True once it has ended: with a result, a failure, or cancelled. Any thread. */
    public boolean isDone() {
        return OUTCOME.getAcquire(this) != null;
    }

    /**
     * The result. Meanwhile the worker runs this fork itself or helps with other forks of the scope; it parks only when all of
     * them are in other hands.
     *
     * @throws CompletionException when the computation, or something that it forked, failed; with its cause
     * @throws CancellationException when the scope was cancelled before the computation ran; its cause says why
     * @throws InterruptedException when the step outlived its time limit or was cancelled; the scope is cancelled then
     * @throws IllegalStateException on another thread than that which forked it, or after a fork or scope that was opened
     *     later and has not ended
     */
    public T join() throws InterruptedException {
        if (outcome == null) {
            scope.joiner("join a fork", parent).join(this);
        }
        return result();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what the body gave, or null when it gave null
    private T result() {
        Object value = OUTCOME.getAcquire(this);
        if (value instanceof Failure failure) {
            throw new CompletionException(failure.cause());
        }
        if (value == CANCELLED) {
            throw scope.cancellation();
        }
        return value == NULL ? null : (T) value;
    }
}
