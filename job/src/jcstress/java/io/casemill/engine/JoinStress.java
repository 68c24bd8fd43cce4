package io.casemill.engine;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A fork that was stolen ends once, and whoever waits for it is woken and sees all of it. */
final class JoinStress {

    private JoinStress() {}

    private static Scope scope() {
        Crew crew = Standing.crew(1);
        return new Scope(crew, crew.at(0), null, 0, Clock.NEVER, null);
    }

    /** The waiter parks as a joiner does: a lost wake-up hangs. */
    @JCStressTest
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "woken, and sees the result")
    @Outcome(expect = Expect.FORBIDDEN, desc = "sees less than the thief wrote")
    @State
    public static class Waiting {
        private final Scope scope = scope();
        private final Fork<Object> fork = new Fork<>(scope, Object::new);
        private int result;

        @Actor
        public void owner(I_Result seen) {
            while (!fork.isDone()) {
                scope.wait(Thread.currentThread());
                if (!fork.isDone()) {
                    LockSupport.park(this);
                }
                scope.wait(null);
            }
            seen.r1 = result;
        }

        @Actor
        public void thief() {
            result = 7;
            fork.endElsewhere(fork);
        }
    }

    /** The same for a parent that waits until no child is left. */
    @JCStressTest
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "woken, and sees the result")
    @Outcome(expect = Expect.FORBIDDEN, desc = "sees less than the thief wrote")
    @State
    public static class WaitingForAll {
        private final Scope scope = scope();
        private final Fork<Object> fork = new Fork<>(scope, Object::new);
        private int result;

        @Actor
        public void owner(I_Result seen) {
            while (scope.childrenEndedElsewhere() < 1) {
                scope.wait(Thread.currentThread());
                if (scope.childrenEndedElsewhere() < 1) {
                    LockSupport.park(this);
                }
                scope.wait(null);
            }
            seen.r1 = result;
        }

        @Actor
        public void thief() {
            result = 7;
            fork.endElsewhere(fork);
        }
    }

    /** Two thieves end two children. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both are counted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the parent waits for ever")
    @State
    public static class TwoChildren {
        private final Scope scope = scope();
        private final Fork<Object> first = new Fork<>(scope, Object::new);
        private final Fork<Object> second = new Fork<>(scope, Object::new);

        @Actor
        public void one() {
            first.endElsewhere(first);
        }

        @Actor
        public void other() {
            second.endElsewhere(second);
        }

        @Arbiter
        public void counted(I_Result seen) {
            seen.r1 = (int) scope.childrenEndedElsewhere();
        }
    }

    /** The same for children of a fork, which counts by itself. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both are counted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the parent waits for ever")
    @State
    public static class TwoGrandchildren {
        private final Fork<Object> parent = new Fork<>(scope(), Object::new);
        private final Fork<Object> first = new Fork<>(parent, Object::new);
        private final Fork<Object> second = new Fork<>(parent, Object::new);

        @Actor
        public void one() {
            first.endElsewhere(first);
        }

        @Actor
        public void other() {
            second.endElsewhere(second);
        }

        @Arbiter
        public void counted(I_Result seen) {
            seen.r1 = (int) parent.childrenEndedElsewhere();
        }
    }

    /** A parked joiner is called to help while it wakes by itself. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "called or not, it is counted no more")
    @Outcome(expect = Expect.FORBIDDEN, desc = "counted for ever, or less than not at all")
    @State
    public static class CalledAsItWakes {
        private final Crew crew = Standing.crew(1);
        private final Scope scope = new Scope(crew, crew.at(0), null, 0, Clock.NEVER, null);
        private final Joiner joiner = crew.at(0).joiner();

        public CalledAsItWakes() {
            joiner.announce(scope);
        }

        @Actor
        public void joiner() {
            joiner.withdraw(scope);
        }

        @Actor
        public void caller(II_Result seen) {
            seen.r1 = joiner.tryCall(scope) ? 1 : 0;
        }

        @Arbiter
        public void counted(II_Result seen) {
            seen.r2 = scope.hasJoiners() ? 1 : 0;
            // One who comes is counted, unless somebody was taken away twice.
            scope.announceJoiner(1);
            if (!scope.hasJoiners()) {
                seen.r2 = -1;
            }
        }
    }

    /** The thief ends the fork while the monitor gives the thief up. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one outcome, counted once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "counted twice, or not at all")
    @State
    public static class TwoEnds {
        private static final Integer THIEF = 1;
        private static final Integer MONITOR = 2;

        private final Scope scope = scope();
        private final Fork<Integer> fork = new Fork<>(scope, () -> THIEF);

        @Actor
        public void thief() {
            fork.endElsewhere(THIEF);
        }

        @Actor
        public void monitor() {
            fork.endElsewhere(MONITOR);
        }

        @Arbiter
        public void counted(II_Result seen) {
            seen.r1 = joined();
            seen.r2 = (int) scope.childrenEndedElsewhere();
        }

        private int joined() {
            try {
                return fork.isDone() ? fork.join() : 0;
            } catch (InterruptedException e) {
                throw new AssertionError("A fork that has ended is not waited for", e);
            }
        }
    }
}
