package io.casemill.engine;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A step has one owner at its end, and no interrupt outlives the step that it was for. */
final class WatchStress {

    private static final long SOON = 1;
    private static final long LATER = 2;

    private WatchStress() {}

    private static int flag(boolean condition) {
        return condition ? 1 : 0;
    }

    /** A step ends while it is interrupted and given up. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "ended, not interrupted")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "ended, interrupted")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "given up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "no owner, two owners, or given up without an interrupt")
    @State
    public static class EndAndAbandon {
        private final Watch watch = new Watch();
        private volatile @Nullable Thread owner;

        @Actor
        public void owner(III_Result result) {
            owner = Thread.currentThread();
            watch.begin(SOON);
            result.r1 = flag(watch.end());
            if (result.r1 == 0) {
                // Lost everything, the flag included; jcstress needs the thread.
                Thread.interrupted();
            }
        }

        @Actor
        public void monitor(III_Result result) {
            Thread thread = owner;
            if (thread != null) {
                result.r2 = flag(watch.interrupt(watch.word(), thread, LATER));
                result.r3 = flag(watch.abandon(watch.word()));
            }
        }
    }

    /** A step ends while the monitor takes the steps behind it. */
    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "ended before, and has the rest itself")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the rest was taken, and the owner knows")
    @Outcome(expect = Expect.FORBIDDEN, desc = "steps run twice or never")
    @State
    public static class EndAndHold {
        private final Watch watch = new Watch();
        private int end = 2;

        @Actor
        public void owner(III_Result result) {
            watch.begin(SOON);
            result.r1 = flag(watch.end());
            result.r2 = end;
        }

        @Actor
        public void monitor(III_Result result) {
            long word = watch.word();
            if (watch.hold(word)) {
                end = 1;
                watch.release(word);
                result.r3 = 1;
            }
        }
    }

    /** A step is cancelled while the monitor takes the steps behind it: the cancellation is not lost. */
    @JCStressTest
    @Outcome(id = "1, [01]", expect = Expect.ACCEPTABLE, desc = "interrupted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "not interrupted")
    @State
    public static class InterruptAndHold {
        private final Watch watch = new Watch();

        public InterruptAndHold() {
            watch.begin(SOON);
        }

        @Actor
        public void canceller(II_Result result) {
            result.r1 = flag(watch.interrupt(watch.word(), Thread.currentThread(), LATER));
            Thread.interrupted();
        }

        @Actor
        public void monitor(II_Result result) {
            long word = watch.word();
            if (watch.hold(word)) {
                watch.release(word);
                result.r2 = 1;
            }
        }
    }

    /** A step ends while it is interrupted: the flag is clear at once, and nobody sets it later. */
    @JCStressTest
    @Outcome(id = "[01], 0, 0", expect = Expect.ACCEPTABLE, desc = "interrupted or not, nothing is left")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the interrupt leaks")
    @State
    public static class NoLeak {
        private final Watch watch = new Watch();
        private volatile @Nullable Thread owner;

        @Actor
        public void owner(III_Result result) {
            owner = Thread.currentThread();
            watch.begin(SOON);
            watch.end();
            result.r2 = flag(Thread.interrupted());
        }

        @Actor
        public void monitor(III_Result result) {
            Thread thread = owner;
            if (thread != null) {
                result.r1 = flag(watch.interrupt(watch.word(), thread, LATER));
            }
        }

        @Arbiter
        public void afterwards(III_Result result) {
            Thread thread = owner;
            result.r3 = flag(thread == null || thread.isInterrupted());
        }
    }

    /** Who acts on a step that has ended does not meet the next one. */
    @JCStressTest
    @Outcome(id = "0, [01]", expect = Expect.ACCEPTABLE, desc = "only the first step may be interrupted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the second step is interrupted for the first")
    @State
    public static class NextStep {
        private final Watch watch = new Watch();
        private final long first;
        private volatile @Nullable Thread owner;

        public NextStep() {
            watch.begin(SOON);
            first = watch.word();
        }

        @Actor
        public void owner(II_Result result) {
            owner = Thread.currentThread();
            watch.end();
            watch.begin(SOON);
            result.r1 = flag(Thread.currentThread().isInterrupted());
            watch.end();
        }

        @Actor
        public void monitor(II_Result result) {
            Thread thread = owner;
            if (thread != null) {
                result.r2 = flag(watch.interrupt(first, thread, LATER));
            }
        }
    }

    /** The monitor and somebody who cancels interrupt the same step. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one of them does it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both or neither")
    @State
    public static class TwoInterrupts {
        private final Watch watch = new Watch();
        private final Thread owner = new Thread();

        public TwoInterrupts() {
            watch.begin(SOON);
        }

        @Actor
        public void monitor(II_Result result) {
            result.r1 = flag(watch.interrupt(watch.word(), owner, LATER));
        }

        @Actor
        public void canceller(II_Result result) {
            result.r2 = flag(watch.interrupt(watch.word(), owner, LATER));
        }
    }
}
