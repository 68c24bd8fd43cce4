package io.casemill.engine;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Linearizability of the deque over all schedules of small scenarios, the owner's operations on one thread; and scenes in which a
 * slot is filled again under a thief's eyes.
 */
@Tag("ENG-02")
@Param(name = "number", gen = IntGen.class)
public class DequeLincheckTest {

    private final Deque<Element> deque = new Deque<>(2);

    /** Each push has an object of its own, as the deque asks for; equal integers may be one object. */
    private static final class Element {
        final int number;

        Element(int number) {
            this.number = number;
        }
    }

    private static @Nullable Integer number(@Nullable Element taken) {
        return taken == null ? null : taken.number;
    }

    @Operation(nonParallelGroup = "owner")
    public boolean push(int number) {
        return deque.push(new Element(number));
    }

    @Operation(nonParallelGroup = "owner")
    public @Nullable Integer pop() {
        return number(deque.pop());
    }

    @Operation
    public @Nullable Integer steal() {
        return number(deque.stealer().steal());
    }

    @Test
    void deque_is_linearizable() {
        new ModelCheckingOptions()
                .iterations(Schedules.many(8))
                .invocationsPerIteration(150)
                .threads(3)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .check(DequeLincheckTest.class);
    }

    @Test
    void a_mark_from_the_round_before_does_not_hide_what_was_pushed_meanwhile() {
        Schedules.explore(100, () -> {
            Deque<Integer> two = new Deque<>(2);
            two.push(1);
            two.push(2);
            two.stealer().steal();
            two.stealer().steal();
            Integer[] stolen = new Integer[1];
            Thread thief = new Thread(() -> stolen[0] = two.stealer().steal());
            thief.start();
            two.push(3);
            Schedules.await(thief);

            Integer left = two.stealer().steal();
            Schedules.require((stolen[0] == null) == (left != null), "one of the two thieves has 3");
        });
    }

    @Test
    void a_thief_that_was_overtaken_still_takes_the_oldest() {
        Schedules.explore(100, () -> {
            Deque<Integer> two = new Deque<>(2);
            two.push(1);
            two.push(2);
            Integer[] stolen = new Integer[1];
            Thread slow = new Thread(() -> stolen[0] = two.stealer().steal());
            slow.start();
            Integer fast = two.stealer().steal();
            boolean pushed = two.push(3);
            Schedules.await(slow);

            Schedules.require(fast != null && stolen[0] + fast == 3, "the thieves have 1 and 2");
            Integer left = two.pop();
            Schedules.require(pushed == (left != null), "what was pushed is there");
        });
    }

    @Test
    void a_deque_that_is_never_empty_never_looks_so() {
        Schedules.explore(100, () -> {
            Deque<Integer> two = new Deque<>(2);
            two.push(1);
            two.push(2);
            boolean[] seen = new boolean[2];
            Thread looker = new Thread(() -> {
                seen[0] = !two.stealer().isEmpty();
                seen[1] = two.stealer().offers(any -> true);
            });
            looker.start();
            two.stealer().steal();
            if (two.push(3)) {
                two.pop();
            }
            Schedules.await(looker);

            Schedules.require(seen[0] && seen[1], "2 was there all the time");
        });
    }
}
