package io.casemill.engine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sleep over the schedules of small scenes, with real parking: where a wake-up is lost, the checker finds a deadlock. */
@Tag("ENG-04")
class SleepLincheckTest {

    @Test
    void work_that_comes_while_a_worker_falls_asleep_is_found() {
        Schedules.explore(150, () -> {
            Sleep sleep = new Sleep(1);
            Deque<Integer> deque = new Deque<>(2);
            Sleeper sleeper = new Sleeper(sleep, 0, deque.stealer());
            sleeper.start();
            deque.push(1);
            sleep.signal();
            sleeper.awaitEnd();

            Schedules.require(sleeper.found == 1, "the worker has the work");
            Schedules.require(sleep.sleepers() == 0, "nobody is counted as asleep");
        });
    }

    @Test
    void two_pieces_of_work_wake_two_workers() {
        Schedules.explore(150, () -> {
            Sleep sleep = new Sleep(2);
            Deque<Integer> deque = new Deque<>(2);
            Sleeper one = new Sleeper(sleep, 0, deque.stealer());
            Sleeper other = new Sleeper(sleep, 1, deque.stealer());
            one.start();
            other.start();
            deque.push(1);
            sleep.signal();
            deque.push(2);
            sleep.signal();
            one.awaitEnd();
            other.awaitEnd();

            Schedules.require(one.found + other.found == 3, "each worker has one piece");
            Schedules.require(sleep.sleepers() == 0, "nobody is counted as asleep");
        });
    }

    @Test
    void closing_wakes_all() {
        Schedules.explore(50, () -> {
            Sleep sleep = new Sleep(2);
            Deque<Integer> never = new Deque<>(2);
            Sleeper one = new Sleeper(sleep, 0, never.stealer());
            Sleeper other = new Sleeper(sleep, 1, never.stealer());
            one.start();
            other.start();
            one.closing = true;
            other.closing = true;
            sleep.signalAll();
            one.awaitEnd();
            other.awaitEnd();

            Schedules.require(sleep.sleepers() == 0, "nobody is counted as asleep");
        });
    }

    /** A worker that wants one piece of work and keeps to a worker's order of searching, announcing, looking and parking. */
    private static final class Sleeper implements Runnable {

        private final Sleep sleep;
        private final int worker;
        private final Stealer<Integer> work;
        private final Thread thread = new Thread(this);
        private volatile boolean closing;
        private int found;

        Sleeper(Sleep sleep, int worker, Stealer<Integer> work) {
            this.sleep = sleep;
            this.worker = worker;
            this.work = work;
        }

        void start() {
            thread.start();
        }

        void awaitEnd() {
            Schedules.await(thread);
        }

        @Override
        public void run() {
            sleep.search();
            @Nullable Integer stolen = work.steal();
            while (stolen == null && !closing) {
                sleep.announce(worker);
                if (!work.isEmpty() || closing) {
                    sleep.retract(worker);
                } else {
                    sleep.park(worker);
                }
                stolen = work.steal();
            }
            if (sleep.found() && !work.isEmpty()) {
                sleep.signal();
            }
            found = stolen == null ? 0 : stolen;
        }
    }
}
