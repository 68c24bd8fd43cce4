package io.casemill.engine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The watch over the schedules of small scenes. */
@Tag("ENG-16")
class WatchLincheckTest {

    private static final long SOON = 1;
    private static final long LATER = 2;

    @Test
    void a_step_has_one_owner_at_its_end_and_leaves_no_interrupt() {
        Schedules.explore(150, () -> {
            Owner owner = new Owner();
            long word = owner.watch.word();
            owner.thread.start();
            boolean interrupted = owner.watch.interrupt(word, owner.thread, LATER);
            boolean abandoned = owner.watch.abandon(owner.watch.word());
            owner.awaitEnd();

            Schedules.require(owner.ended != abandoned, "the step has one owner");
            Schedules.require(interrupted || !abandoned, "nobody is given up who was not interrupted");
            Schedules.require(!owner.disturbed, "no interrupt is left for the next step");
        });
    }

    @Test
    void who_acts_on_a_step_that_has_ended_does_not_meet_the_next() {
        Schedules.explore(150, () -> {
            Owner owner = new Owner();
            long first = owner.watch.word();
            owner.thread.start();
            owner.watch.interrupt(first, owner.thread, LATER);
            owner.awaitEnd();

            Schedules.require(!owner.disturbed, "the second step is not interrupted");
        });
    }

    @Test
    void two_who_interrupt_the_same_step_are_one() {
        Schedules.explore(50, () -> {
            Owner owner = new Owner();
            boolean[] both = new boolean[2];
            Thread other = new Thread(() -> both[1] = owner.watch.interrupt(owner.watch.word(), owner.thread, LATER));
            other.start();
            both[0] = owner.watch.interrupt(owner.watch.word(), owner.thread, LATER);
            Schedules.await(other);

            Schedules.require(both[0] != both[1], "one of them did it");
        });
    }

    /** Ends a step that has begun before, then runs one more. */
    private static final class Owner implements Runnable {

        private final Watch watch = new Watch();
        private final Thread thread = new Thread(this);
        private boolean ended;
        private boolean disturbed;

        Owner() {
            watch.begin(SOON);
        }

        void awaitEnd() {
            Schedules.await(thread);
        }

        @Override
        public void run() {
            ended = watch.end();
            if (ended) {
                watch.begin(SOON);
                disturbed = Thread.currentThread().isInterrupted();
                watch.end();
            }
        }
    }
}
