package io.casemill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Owns the computations that one step forks, so that idle workers may run them. It ends when all of them have ended, and the first
 * that fails, its deadline, an interrupt, or closing it cancels the others: those that have not begun never run, those that run on
 * other workers are interrupted.
 *
 * <pre>{@code
 *   try (Scope scope = worker.openScope()) {
 *       Fork<Double> left = scope.fork(() -> integral(a, m));
 *       double right = integral(m, b);
 *       return left.join() + right;
 *   }
 * }</pre>
 *
 * <p>Forks may fork in the same scope, or open one of their own. A scope belongs to the step that opened it, {@link #fork} also to
 * the scope's forks; both only while it is the innermost open scope of the calling thread. Structure makes waiting safe: a join
 * waits only for what was forked later, so joins alone never deadlock.
 */
public final class Scope extends Parent implements AutoCloseable, Predicate<Work> {

    private static final VarHandle FAILURE;
    private static final VarHandle JOINERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FAILURE = lookup.findVarHandle(Scope.class, "failure", Throwable.class);
            JOINERS = lookup.findVarHandle(Scope.class, "joiners", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Crew crew;
    private final WorkerLoop opener;
    private final @Nullable Parent outer;
    private final @Nullable Scope outerScope;
    private final @Nullable Scope below;
    private final int outerOpen;
    private final long deadline;

    /** How many of its own forks thieves have ended; not beside anything that the owner touches with each fork. */
    private final PaddedLongs endedElsewhere = new PaddedLongs(1);

    private volatile boolean cancelled;

    private volatile boolean thiefLost;

    /** The first failure. */
    @SuppressWarnings("unused") // by its handle
    private @Nullable Throwable failure;

    /** Workers that are parked in a join of this scope and that nobody has called. */
    @SuppressWarnings("unused") // by its handle
    private int joiners;

    /** Owner only. */
    private boolean closed;

    /**
     * @param opener the worker whose step opens it
     * @param outer what the opening thread is in, perhaps a fork of a scope that another thread opened
     * @param outerOpen how many children of that its owner has not ended
     * @param below what the opening thread has opened before and not closed
     */
    Scope(Crew crew, WorkerLoop opener, @Nullable Parent outer, int outerOpen, long deadline, @Nullable Scope below) {
        super(null);
        this.crew = crew;
        this.opener = opener;
        this.outer = outer;
        this.outerOpen = outerOpen;
        this.outerScope = outer == null ? null : outer.scope;
        this.deadline = deadline;
        this.below = below;
    }

    /** The worker whose step opened it. */
    WorkerLoop opener() {
        return opener;
    }

    @Nullable Parent outer() {
        return outer;
    }

    int outerOpen() {
        return outerOpen;
    }

    @Nullable Scope below() {
        return below;
    }

    /** On the engine's clock; never later than that of the step and of the scope around this one. */
    long deadline() {
        return deadline;
    }

    /**
     * Starts a computation that any worker may run: this one at the latest when it joins. When the worker's deque is full it runs at
     * once; when the scope is cancelled it never runs.
     *
     * @throws IllegalStateException when this is not the innermost open scope of the calling thread
     */
    public <T> Fork<T> fork(Callable<? extends T> body) {
        return joiner("fork", null).fork(body);
    }

    /**
     * True when an idle worker, or one that waits in a join of this scope or of one around it, could take a fork now: a hint that costs a
     * few reads. Any thread.
     */
    public boolean isWanted() {
        return crew.sleep().isWorkWanted() || hasJoiners();
    }

    /**
     * Waits until everything forked here has ended, helping meanwhile.
     *
     * @throws CompletionException with the cause of the first failure, {@link TimeoutException} when that was the deadline
     * @throws InterruptedException when the step outlived its time limit or was cancelled; the scope is cancelled then
     * @throws IllegalStateException on another thread than that which opened it, or while an inner scope is open
     */
    public void join() throws InterruptedException {
        joiner("join a scope", this).joinAll(this);
        Throwable first = failure();
        if (first != null) {
            throw new CompletionException(first);
        }
    }

    /** Cancels what has not ended, and waits for it. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        joiner("close a scope", this).close(this);
        closed = true;
    }

    /** Whether this is a fork of the scope, or of one within it. Any thread. */
    @Override
    public boolean test(Work work) {
        return work instanceof Fork<?> fork && fork.scope.isWithin(this);
    }

    @Override
    void countEndedElsewhere() {
        endedElsewhere.addAndGet(0, 1);
    }

    @Override
    long childrenEndedElsewhere() {
        return endedElsewhere.getVolatile(0);
    }

    boolean isCancelled() {
        return cancelled || (outerScope != null && outerScope.isCancelled());
    }

    /** True when this is the other scope or was opened in it. */
    boolean isWithin(Scope other) {
        return this == other || (outerScope != null && outerScope.isWithin(other));
    }

    /** Any thread: cancels the scope, for this reason when it is the first. */
    void fail(Throwable reason) {
        FAILURE.compareAndSet(this, null, reason);
        cancel();
    }

    /** Any thread. */
    void cancel() {
        if (!cancelled) {
            cancelled = true;
            crew.forks().interrupt(this);
        }
    }

    /** Any thread: its forks end here at the latest, with this reason, because their time is over. */
    void expire() {
        try {
            fail(new TimeoutException("The forks of a scope did not end before its deadline"));
        } catch (OutOfMemoryError e) {
            cancel();
        }
    }

    /** Monitor, or a thread that dies: a thread that ran a fork of this scope is lost. What that forked may run on other workers still. */
    void lostThief(Throwable reason) {
        thiefLost = true;
        fail(reason);
    }

    boolean hasLostThief() {
        return thiefLost;
    }

    private @Nullable Throwable failure() {
        return (Throwable) FAILURE.getVolatile(this);
    }

    CancellationException cancellation() {
        CancellationException cancellation =
                new CancellationException("The scope was cancelled: a fork failed, its time is over, or it was closed");
        for (Scope scope = this; scope != null; scope = scope.outerScope) {
            Throwable cause = scope.failure();
            if (cause != null) {
                cancellation.initCause(cause);
                break;
            }
        }
        return cancellation;
    }

    /** One more worker is parked in a join of this scope and could help, or one less. */
    void announceJoiner(int change) {
        JOINERS.getAndAdd(this, change);
    }

    /** Whether a worker is parked in a join of this scope, or of one around it. */
    boolean hasJoiners() {
        return (int) JOINERS.getOpaque(this) > 0 || (outerScope != null && outerScope.hasJoiners());
    }

    /**
     * The calling thread's side of forking.
     *
     * @param parent what must be the innermost, or null for anything of this scope
     */
    Joiner joiner(String what, @Nullable Parent parent) {
        Thread thread = Thread.currentThread();
        Joiner joiner = thread instanceof WorkerThread worker ? worker.joiner() : crew.attendantsJoiner(thread);
        Parent innermost = joiner == null ? null : joiner.innermost();
        if (joiner != null && innermost != null && (parent == null ? innermost.scope == this : innermost == parent)) {
            return joiner;
        }
        throw new IllegalStateException("Cannot " + what + " here: " + thread.getName()
                + " is not where it was opened, or something opened later is not closed");
    }
}
