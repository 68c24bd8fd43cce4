package io.casemill.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One worker's side of forking and joining. A worker that waits for a fork runs, in this order: the forks of the same parent in its
 * own deque, youngest first, which is nearly always the very one that it waits for; forks of the same scope, or of one opened in it, that
 * it can steal. Only these: work of other cases would make the case wait for them, and use the worker's runner a second time. When there is none, all
 * that it waits for is in other hands, and it parks until one of them ends or a fork that it could help with appears.
 *
 * <p>Used by the worker's thread, where not said otherwise.
 */
final class Joiner {

    /** How often a worker looks for help to give before it parks: what it waits for may be nearly done. */
    private static final int SPINS = 64;

    /** Forks that run at once after one that found the deque full: where thieves make room, each look disturbs them. */
    private static final int WHEN_FULL = 63;

    private final Crew crew;
    private final int worker;
    private final Clock clock;
    private final Deque<Work> deque;
    private final WorkerState state;
    private final Watch watch;

    /** What this thread is parked for in a join: the children of this parent, or nothing. */
    private volatile @Nullable Parent awaited;

    /** The one child of it, or null when it is all of them. Written before the parent. */
    private volatile @Nullable Fork<?> awaitedChild;

    /** The scope with whose forks this thread, which parks, could help; null once somebody calls it to do so. */
    private final AtomicReference<@Nullable Scope> announced = new AtomicReference<>();

    Joiner(Crew crew, int worker, Clock clock, Deque<Work> deque, WorkerState state, Watch watch) {
        this.crew = crew;
        this.worker = worker;
        this.clock = clock;
        this.deque = deque;
        this.state = state;
        this.watch = watch;
    }

    @Nullable Parent innermost() {
        return state.innermost;
    }

    /** Whether what this thread does is to end, also when somebody has swallowed the interrupt that said so. Clears the thread's flag. */
    boolean isInterrupted() {
        return Thread.interrupted() || watch.isInterrupted();
    }

    /** True when thieves have taken all that this worker had to give. */
    boolean hasNothingToSteal() {
        return deque.isEmpty();
    }

    Scope open(WorkerLoop opener, long deadline) {
        Parent outer = state.innermost;
        long limit = outer == null ? deadline : Math.min(deadline, outer.scope.deadline());
        Scope scope = new Scope(crew, opener, outer, state.open, limit, state.opened);
        state.innermost = scope;
        state.open = 0;
        state.opened = scope;
        return scope;
    }

    <T> Fork<T> fork(Callable<? extends T> body) {
        Parent parent = state.innermost;
        if (parent == null) {
            throw new IllegalStateException("Cannot fork outside of a scope");
        }
        Fork<T> fork = new Fork<>(parent, body);
        state.open++;
        if (offer(fork)) {
            crew.sleep().signalSoon();
            // Without a fence as well: joiners look twice before they park for long, like sleepers.
            if (parent.scope.hasJoiners()) {
                crew.forks().callJoiner(parent.scope);
            }
        } else {
            runHere(fork);
        }
        return fork;
    }

    /** Puts a fork where thieves find it. False when there is no room, or was none a moment ago. */
    private boolean offer(Fork<?> fork) {
        if (state.notOffered > 0) {
            state.notOffered--;
            return false;
        }
        boolean offered = deque.push(fork);
        if (!offered) {
            state.notOffered = WHEN_FULL;
        }
        return offered;
    }

    void join(Fork<?> fork) throws InterruptedException {
        if (deque.youngest() == fork && deque.pop(fork)) {
            runHere(fork);
        }
        if (await(fork.parent(), fork)) {
            throw new InterruptedException("Interrupted while it waited for a fork");
        }
    }

    void joinAll(Scope scope) throws InterruptedException {
        if (await(scope, null)) {
            throw new InterruptedException("Interrupted while it waited for the forks of a scope");
        }
    }

    void close(Scope scope) {
        boolean interrupted = false;
        if (hasChild(scope)) {
            scope.cancel();
            interrupted = await(scope, null);
        }
        // A fork whose thief was lost has ended before its children, and those may run elsewhere.
        while (scope.hasLostThief() && crew.forks().areRunElsewhere(scope, worker)) {
            LockSupport.parkNanos(this, Sleep.SECOND_LOOK_NANOS);
            interrupted |= Thread.interrupted();
        }
        state.innermost = scope.outer();
        state.open = scope.outerOpen();
        state.opened = scope.below();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The step has ended: closes what it left open. */
    void closeAll() {
        closeDownTo(null);
    }

    private void closeDownTo(@Nullable Scope outermost) {
        for (Scope scope = state.opened; scope != null && scope != outermost; scope = state.opened) {
            state.innermost = scope;
            scope.close();
        }
    }

    /** Runs a fork that this thread stole, as all it does or within a join. Its outcome is not published yet. */
    Object runStolen(Fork<?> fork) {
        fork.below = state.stolen;
        state.stolen = fork;
        Object outcome = evaluate(fork);
        state.stolen = fork.below;
        return outcome;
    }

    /** Runs a fork of the innermost. */
    private void runHere(Fork<?> fork) {
        fork.endHere(evaluate(fork));
        state.open--;
    }

    /** Whether a child of the innermost is left. */
    private boolean hasChild(Parent parent) {
        return state.open != parent.childrenEndedElsewhere();
    }

    private Object evaluate(Fork<?> fork) {
        Scope scope = fork.scope;
        if (scope.isCancelled()) {
            return Fork.CANCELLED;
        }
        Parent outer = state.innermost;
        int outerOpen = state.open;
        Scope openedBefore = state.opened;
        state.innermost = fork;
        state.open = 0;
        Object outcome = fork.call();
        closeDownTo(openedBefore);
        if (outcome instanceof Fork.Failure failure) {
            scope.fail(failure.cause());
        }
        if (hasChild(fork) && await(fork, null)) {
            Thread.currentThread().interrupt();
        }
        state.innermost = outer;
        state.open = outerOpen;
        return outcome;
    }

    /**
     * Helps or waits until one child has ended, or all. An interrupt cancels the scope, and does not end the wait: nothing
     * outlives its parent. One that a fork has met and swallowed, which this thread ran meanwhile, was meant for this wait as well;
     * hence the look also after the last of them, so that it does not matter which thread ran which.
     *
     * @return whether there was an interrupt
     */
    private boolean await(Parent parent, @Nullable Fork<?> child) {
        boolean interrupted = false;
        int spins = SPINS;
        while (true) {
            boolean ended = hasEnded(parent, child);
            // In any case the flag is cleared: park returns at once while it is set.
            if (Thread.interrupted() || (!interrupted && watch.isInterrupted())) {
                interrupted = true;
                parent.scope.cancel();
            }
            if (ended) {
                return interrupted;
            }
            if (help(parent)) {
                spins = SPINS;
            } else if (spins-- > 0) {
                Thread.onSpinWait();
            } else {
                rest(parent, child);
            }
        }
    }

    /** For all children looks at the own deque first: thieves write to the count all the time. */
    private boolean hasEnded(Parent parent, @Nullable Fork<?> child) {
        return child == null ? ownChild(parent) == null && !hasChild(parent) : child.isDone();
    }

    /** The youngest in the own deque when it is of this parent, or null. */
    private @Nullable Fork<?> ownChild(Parent parent) {
        return deque.youngest() instanceof Fork<?> fork && fork.parent() == parent ? fork : null;
    }

    /** Runs one fork that the scope wants run. False when there is none to be seen. */
    private boolean help(Parent parent) {
        // Looked at before it is taken: others must not miss what is not for this join.
        Fork<?> own = ownChild(parent);
        if (own != null && deque.pop(own)) {
            runHere(own);
            return true;
        }
        Fork<?> stolen = crew.forks().steal(parent.scope, worker);
        if (stolen == null) {
            return false;
        }
        stolen.endElsewhere(runStolen(stolen));
        return true;
    }

    /** Parks until a child has ended, a fork to help with appears, or the scope's time is over. Needs no memory: a join must not fail. */
    private void rest(Parent parent, @Nullable Fork<?> child) {
        Scope scope = parent.scope;
        long limit = scope.isCancelled() ? Clock.NEVER : scope.deadline();
        if (limit <= clock.nanoTime()) {
            scope.expire();
            return;
        }
        awaitedChild = child;
        awaited = parent;
        parent.wait(Thread.currentThread());
        announce(scope);
        if (isToPark(parent, child)) {
            LockSupport.parkNanos(this, Sleep.SECOND_LOOK_NANOS);
        }
        if (isToPark(parent, child)) {
            clock.parkUntil(limit);
        }
        withdraw(scope);
        parent.wait(null);
        awaited = null;
        awaitedChild = null;
    }

    /** This thread, which is going to park, could help with forks of this scope. */
    void announce(Scope scope) {
        scope.announceJoiner(1);
        announced.set(scope);
    }

    /** It parks no more; perhaps because it was called. */
    void withdraw(Scope scope) {
        if (announced.getAndSet(null) != null) {
            scope.announceJoiner(-1);
        }
    }

    private boolean isToPark(Parent parent, @Nullable Fork<?> child) {
        return announced.get() != null
                && !hasEnded(parent, child)
                && !crew.forks().has(parent.scope, worker)
                && !Thread.currentThread().isInterrupted();
    }

    /** Any thread: calls this worker to help with a fork of this scope, if it is parked where it could. The caller unparks it. */
    boolean tryCall(Scope scope) {
        Scope joined = announced.get();
        if (joined == null || !scope.isWithin(joined) || !announced.compareAndSet(joined, null)) {
            return false;
        }
        joined.announceJoiner(-1);
        return true;
    }

    /** Any thread: whether this worker runs a stolen fork of this scope. */
    boolean runs(Scope scope) {
        for (Fork<?> fork = state.stolen; fork != null; fork = fork.below) {
            if (fork.scope.isWithin(scope)) {
                return true;
            }
        }
        return false;
    }

    /** Any thread: whether this worker is parked for a fork that the other one has stolen. */
    boolean waitsFor(Joiner other) {
        Parent parent = awaited;
        Fork<?> child = awaitedChild;
        if (parent == null || parent != awaited) {
            return false;
        }
        for (Fork<?> fork = other.state.stolen; fork != null; fork = fork.below) {
            if (fork.parent() == parent && (child == null || child == fork)) {
                return true;
            }
        }
        return false;
    }

    /**
     * After this thread was given up or died, cancels what it opened, and ends what it had stolen, because whoever forked that
     * waits for it. Any thread. Cancelling comes first: a thread that is alive after all and steals once more then either
     * shows it in hand before the second loop or sees the scope cancelled.
     */
    void surrender(Throwable reason) {
        for (Scope scope = state.opened; scope != null; scope = scope.below()) {
            scope.cancel();
        }
        for (Fork<?> fork = state.stolen; fork != null; fork = fork.below) {
            fork.scope.lostThief(reason);
        }
        for (Fork<?> fork = state.stolen; fork != null; fork = fork.below) {
            fork.endElsewhere(new Fork.Failure(reason));
        }
        state.opened = null;
        state.stolen = null;
    }
}
