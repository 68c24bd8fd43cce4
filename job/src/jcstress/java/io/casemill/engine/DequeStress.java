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

/** Every element is taken by exactly one, and whole. Elements are numbered from 1 on; 0 stands for nothing. */
final class DequeStress {

    private DequeStress() {}

    private static int number(@Nullable Integer taken) {
        return taken == null ? 0 : taken;
    }

    private static int numbers(@Nullable Integer first, @Nullable Integer second) {
        return 10 * number(first) + number(second);
    }

    /** Owner and thief want the last element. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "the owner has it")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the thief has it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or taken twice")
    @State
    public static class LastElement {
        private final Deque<Integer> deque = new Deque<>(2);

        public LastElement() {
            deque.push(1);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = number(deque.pop());
        }

        @Actor
        public void thief(III_Result result) {
            result.r2 = number(deque.stealer().steal());
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = number(deque.pop());
        }
    }

    /** Two thieves want the only element. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "0, 1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "one has it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or taken twice")
    @State
    public static class TwoThieves {
        private final Deque<Integer> deque = new Deque<>(2);

        public TwoThieves() {
            deque.push(1);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = number(deque.stealer().steal());
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = number(deque.stealer().steal());
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = number(deque.pop());
        }
    }

    /** Both work through two elements towards each other: the owner's reservation and the thief's claim must not cross. */
    @JCStressTest
    @Outcome(id = "21, 0, 3", expect = Expect.ACCEPTABLE, desc = "the owner has both")
    @Outcome(id = "20, 10, 3", expect = Expect.ACCEPTABLE, desc = "each has one")
    @Outcome(id = "0, 12, 3", expect = Expect.ACCEPTABLE, desc = "the thief has both")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, taken twice, or of no use afterwards")
    @State
    public static class BothEnds {
        private final Deque<Integer> deque = new Deque<>(2);

        public BothEnds() {
            deque.push(1);
            deque.push(2);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = numbers(deque.pop(), deque.pop());
        }

        @Actor
        public void thief(III_Result result) {
            Stealer<Integer> stealer = deque.stealer();
            result.r2 = numbers(stealer.steal(), stealer.steal());
        }

        @Arbiter
        public void afterwards(III_Result result) {
            deque.push(3);
            result.r3 = number(deque.stealer().steal());
        }
    }

    /** A thief that gets a new element sees what its maker wrote into it. */
    @JCStressTest
    @Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "stolen, whole")
    @Outcome(id = "0, 7", expect = Expect.ACCEPTABLE, desc = "not there yet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, taken twice, or torn")
    @State
    public static class Publication {
        private final Deque<Element> deque = new Deque<>(2);

        @Actor
        public void owner() {
            Element element = new Element();
            element.content = 7;
            deque.push(element);
        }

        @Actor
        public void thief(II_Result result) {
            result.r1 = content(deque.stealer().steal());
        }

        @Arbiter
        public void left(II_Result result) {
            result.r2 = content(deque.pop());
        }

        private static int content(@Nullable Element taken) {
            return taken == null ? 0 : taken.content;
        }

        private static final class Element {
            int content = -1;
        }
    }

    /** The slot of the oldest element is filled again as soon as it may be, while a thief goes on. */
    @JCStressTest
    @Outcome(id = "0, 10, 0", expect = Expect.ACCEPTABLE, desc = "no room in time")
    @Outcome(
            id = {"20, 10, 2", "20, 12, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "room at once")
    @Outcome(
            id = {"3, 10, 3", "3, 13, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "room at the second try")
    @Outcome(id = "23, 12, 3", expect = Expect.ACCEPTABLE, desc = "room twice")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, taken twice, or not the oldest first")
    @State
    public static class SlotReuse {
        private final Deque<Integer> deque = new Deque<>(1);

        public SlotReuse() {
            deque.push(1);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = numbers(deque.push(2) ? 2 : null, deque.push(3) ? 3 : null);
        }

        @Actor
        public void thief(III_Result result) {
            Stealer<Integer> stealer = deque.stealer();
            result.r2 = numbers(stealer.steal(), stealer.steal());
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = number(deque.stealer().steal());
        }
    }

    /** The owner takes the element that a slow thief has read, and puts another one in its slot. */
    @JCStressTest
    @Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "the thief came before the new element, or too late")
    @Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "the thief has the new element")
    @Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "the thief has the old element")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or taken twice")
    @State
    public static class SlotReuseAfterPop {
        private final Deque<Integer> deque = new Deque<>(1);

        public SlotReuseAfterPop() {
            deque.push(1);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = number(deque.pop());
            deque.push(2);
        }

        @Actor
        public void thief(III_Result result) {
            result.r2 = number(deque.stealer().steal());
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = number(deque.pop());
        }
    }
}
