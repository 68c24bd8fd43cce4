package io.casemill.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The forks of a scope, whichever workers have them. Needs no memory, because a join must not fail. */
final class Forks {

    private final Crew crew;

    Forks(Crew crew) {
        this.crew = crew;
    }

    /** Takes a fork of this scope from another worker's deque, or null when none lies open to thieves. */
    @Nullable Fork<?> steal(Scope scope, int thief) {
        for (int i = 1; i < crew.size(); i++) {
            Work stolen = crew.at((thief + i) % crew.size()).stealer().stealSettled(scope);
            if (stolen instanceof Fork<?> fork) {
                crew.at(thief).counters().stolen();
                return fork;
            }
        }
        return null;
    }

    /** Whether {@link #steal} would find something. */
    boolean has(Scope scope, int thief) {
        for (int i = 1; i < crew.size(); i++) {
            if (crew.at((thief + i) % crew.size()).stealer().offers(scope)) {
                return true;
            }
        }
        return false;
    }

    /** Wakes one worker that could help with a fork of this scope, if one waits in a join. */
    void callJoiner(Scope scope) {
        for (int worker = 0; worker < crew.size(); worker++) {
            WorkerLoop loop = crew.at(worker);
            if (loop.joiner().tryCall(scope)) {
                LockSupport.unpark(loop.thread());
                return;
            }
        }
    }

    /** Interrupts those who run stolen forks of this scope and nothing else, the calling thread aside. Needs no memory. */
    void interrupt(Scope scope) {
        long deadline = crew.graceFromNow();
        for (int worker = 0; worker < crew.size(); worker++) {
            crew.at(worker).hand().interrupt(scope, deadline);
        }
    }

    /** Whether another worker, and not one that was given up, runs a stolen fork of this scope. */
    boolean areRunElsewhere(Scope scope, int self) {
        for (int i = 1; i < crew.size(); i++) {
            WorkerLoop loop = crew.at((self + i) % crew.size());
            if (loop.joiner().runs(scope) && !loop.watch().isAbandoned()) {
                return true;
            }
        }
        return false;
    }
}
