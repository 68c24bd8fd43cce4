package io.casemill.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Work that is published while a worker falls asleep: it is seen, or the worker is woken. */
final class SleepStress {

    private static final int WORKER = 0;
    private static final int OTHER = 1;

    private SleepStress() {}

    /** The work is a chunk in a deque, the weakest publication there is. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the last look saw the work")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "would park, and is signalled")
    @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "asleep with work, and no signal")
    @Outcome(expect = Expect.FORBIDDEN, desc = "awake, and counted as asleep")
    @State
    public static class LastLook {
        private final Sleep sleep = new Sleep(1);
        private final Deque<Integer> deque = new Deque<>(2);

        public LastLook() {
            sleep.search();
        }

        @Actor
        public void worker(II_Result result) {
            sleep.announce(WORKER);
            if (!deque.stealer().isEmpty()) {
                result.r1 = 1;
                sleep.retract(WORKER);
            }
        }

        @Actor
        public void maker() {
            deque.push(1);
            sleep.signal();
        }

        @Arbiter
        public void asleep(II_Result result) {
            result.r2 = (int) sleep.sleepers();
        }
    }

    /** One worker sleeps, another ends its search with other work while this work comes. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the sleeper is woken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "each left it to the other")
    @State
    public static class SearchEnds {
        private final Sleep sleep = new Sleep(2);
        private final Deque<Integer> deque = new Deque<>(2);

        public SearchEnds() {
            sleep.search();
            sleep.search();
            sleep.announce(OTHER);
        }

        @Actor
        public void searcher() {
            if (sleep.found() && !deque.stealer().isEmpty()) {
                sleep.signal();
            }
        }

        @Actor
        public void maker() {
            deque.push(1);
            sleep.signal();
        }

        @Arbiter
        public void asleep(I_Result result) {
            result.r1 = (int) sleep.sleepers();
        }
    }

    /** The whole of it for a fork, which is signalled without a fence: what the second look misses hangs. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "came back and has the work")
    @Outcome(expect = Expect.FORBIDDEN, desc = "came back without work")
    @State
    public static class Parking {
        private final Sleep sleep = new Sleep(1);
        private final Deque<Integer> deque = new Deque<>(2);

        @Actor
        public void worker(I_Result result) {
            Stealer<Integer> stealer = deque.stealer();
            sleep.search();
            sleep.announce(WORKER);
            if (!stealer.isEmpty()) {
                sleep.retract(WORKER);
            } else if (!sleep.park(WORKER, Sleep.SECOND_LOOK_NANOS)) {
                if (!stealer.isEmpty()) {
                    sleep.retract(WORKER);
                } else {
                    sleep.park(WORKER);
                }
            }
            Integer taken = stealer.steal();
            result.r1 = taken == null ? 0 : taken;
        }

        @Actor
        public void maker() {
            deque.push(1);
            sleep.signalSoon();
        }
    }

    /** A sleeper that retracts while it is signalled is one searcher and no sleeper. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "picked once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the counts and the seats differ")
    @State
    public static class RetractAndSignal {
        private final Sleep sleep = new Sleep(1);

        public RetractAndSignal() {
            sleep.search();
            sleep.announce(WORKER);
        }

        @Actor
        public void worker() {
            sleep.retract(WORKER);
        }

        @Actor
        public void maker() {
            sleep.signal();
        }

        @Arbiter
        public void counts(II_Result result) {
            result.r1 = (int) sleep.sleepers();
            sleep.found();
            result.r2 = sleep.isWorkWanted() ? 1 : 0;
        }
    }

    /** Of two signals at least one wakes a sleeper. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "both are woken, or one, who searches")
    @Outcome(expect = Expect.FORBIDDEN, desc = "nobody is woken")
    @State
    public static class TwoSignals {
        private final Sleep sleep = new Sleep(2);

        public TwoSignals() {
            sleep.search();
            sleep.search();
            sleep.announce(WORKER);
            sleep.announce(OTHER);
        }

        @Actor
        public void one() {
            sleep.signal();
        }

        @Actor
        public void other() {
            sleep.signal();
        }

        @Arbiter
        public void asleep(I_Result result) {
            result.r1 = (int) sleep.sleepers();
        }
    }

    /** Two workers that end their search at once while a third sleeps and there is work. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the later one wakes the sleeper")
    @Outcome(expect = Expect.FORBIDDEN, desc = "each left it to the other")
    @State
    public static class TwoSearchesEnd {
        private final Sleep sleep = new Sleep(3);
        private final Deque<Integer> deque = new Deque<>(2);

        public TwoSearchesEnd() {
            sleep.search();
            sleep.search();
            sleep.search();
            sleep.announce(OTHER);
            deque.push(1);
        }

        @Actor
        public void one() {
            if (sleep.found() && !deque.stealer().isEmpty()) {
                sleep.signal();
            }
        }

        @Actor
        public void other() {
            if (sleep.found() && !deque.stealer().isEmpty()) {
                sleep.signal();
            }
        }

        @Arbiter
        public void asleep(I_Result result) {
            result.r1 = (int) sleep.sleepers();
        }
    }

    /** The same for a fork: while somebody searches its maker signals with the fence. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the sleeper is woken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "each left it to the other")
    @State
    public static class SearchEndsAtFork {
        private final Sleep sleep = new Sleep(2);
        private final Deque<Integer> deque = new Deque<>(2);

        public SearchEndsAtFork() {
            sleep.search();
            sleep.search();
            sleep.announce(OTHER);
        }

        @Actor
        public void searcher() {
            if (sleep.found() && !deque.stealer().isEmpty()) {
                sleep.signal();
            }
        }

        @Actor
        public void maker() {
            deque.push(1);
            sleep.signalSoon();
        }

        @Arbiter
        public void asleep(I_Result result) {
            result.r1 = (int) sleep.sleepers();
        }
    }
}
