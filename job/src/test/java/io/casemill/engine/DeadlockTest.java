package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that wait for each other, in a time that the test moves. */
@Tag("ENG-24")
@Timeout(60)
class DeadlockTest {

    private static final Duration LOOK = Duration.ofNanos(LongSteps.LOOK_NANOS);

    /** More than the clock is moved in any test. */
    private static final Duration LONG = Duration.ofDays(1000);

    private final ManualClock clock = new ManualClock();
    private final Map<Integer, String> circles = new ConcurrentHashMap<>();

    /** With time enough to come back from an interrupt, however far the clock runs before the machine runs the thread. */
    private Engine patient() {
        return Engine.start(new EngineOptions("patient", 2, LONG, WorkerStart.NOTHING), clock);
    }

    private final class Limited extends Ledger {
        Limited(int steps, Act act) {
            super(steps, act);
        }

        @Override
        public long timeoutNanos(int index) {
            return LONG.toNanos();
        }

        @Override
        public void run(int index, Worker worker) throws InterruptedException {
            try {
                super.run(index, worker);
            } finally {
                note(index, worker);
            }
        }

        @Override
        public void stuck(int index, Worker worker) {
            note(index, worker);
            super.stuck(index, worker);
        }

        private void note(int index, Worker worker) {
            String circle = worker.deadlock();
            if (circle != null) {
                circles.put(index, circle);
            }
        }
    }

    @Test
    void two_steps_that_hold_what_the_other_wants_fail_and_a_third_runs() throws InterruptedException {
        ReentrantLock[] locks = {new ReentrantLock(), new ReentrantLock()};
        CountDownLatch both = new CountDownLatch(2);
        Ledger ledger = new Limited(3, (index, worker) -> {
            if (index == 2) {
                return;
            }
            locks[index].lockInterruptibly();
            try {
                both.countDown();
                both.await();
                locks[1 - index].lockInterruptibly();
                // When the other one was ended first.
                throw new IllegalStateException("too late");
            } finally {
                locks[index].unlock();
            }
        });
        try (Engine engine = patient();
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            lane.submit(ledger, 1, 2);
            lane.submit(ledger, 2, 3);
            clock.passUntilEnded(ledger, LOOK);
        }
        assertThat(ledger.events())
                .filteredOn(event -> event.startsWith("failed "))
                .hasSize(2);
        assertThat(ledger.events()).contains("ran 2");
        assertThat(circles).containsOnlyKeys(0, 1);
        assertThat(circles.get(0)).contains("worker-0", "worker-1", "ReentrantLock", " holds");
    }

    @Test
    void monitors_cannot_be_interrupted_so_that_their_workers_are_given_up() throws InterruptedException {
        Object[] monitors = {new Object(), new Object()};
        CountDownLatch both = new CountDownLatch(2);
        Ledger ledger = new Limited(3, (index, worker) -> {
            if (index == 2) {
                return;
            }
            synchronized (monitors[index]) {
                both.countDown();
                both.await();
                synchronized (monitors[1 - index]) {
                    throw new AssertionError("cannot come here");
                }
            }
        });
        try (Engine engine = Engines.start(2, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            lane.submit(ledger, 1, 2);
            lane.submit(ledger, 2, 3);
            clock.passUntilEnded(ledger, LOOK);
        }
        assertThat(ledger.events()).contains("stuck 0", "stuck 1", "ran 2");
        assertThat(circles).containsOnlyKeys(0, 1);
    }

    @Test
    void a_join_under_a_lock_that_the_fork_wants_is_a_circle_too() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch stolen = new CountDownLatch(1);
        Ledger ledger = new Limited(1, (index, worker) -> {
            lock.lockInterruptibly();
            try (Scope scope = worker.openScope()) {
                Fork<Integer> fork = scope.fork(() -> {
                    stolen.countDown();
                    lock.lockInterruptibly();
                    return 1;
                });
                stolen.await();
                fork.join();
            } finally {
                lock.unlock();
            }
        });
        try (Engine engine = patient();
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            clock.passUntilEnded(ledger, LOOK);
        }
        assertThat(ledger.events()).singleElement().asString().startsWith("failed ");
        assertThat(circles.get(0)).contains("a fork that another one of these runs", "ReentrantLock");
    }

    @Test
    void steps_that_try_each_other_s_lock_for_a_while_go_on() throws InterruptedException {
        ReentrantLock[] locks = {new ReentrantLock(), new ReentrantLock()};
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch tried = new CountDownLatch(2);
        Ledger ledger = new Limited(2, (index, worker) -> {
            locks[index].lockInterruptibly();
            try {
                both.countDown();
                both.await();
                // Many looks by the clock that the test moves.
                assertThat(locks[1 - index].tryLock(300, TimeUnit.MILLISECONDS)).isFalse();
                tried.countDown();
                tried.await();
            } finally {
                locks[index].unlock();
            }
        });
        try (Engine engine = patient();
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            lane.submit(ledger, 1, 2);
            clock.passUntilEnded(ledger, LOOK);
        }
        assertThat(ledger.events()).containsExactlyInAnyOrder("ran 0", "ran 1");
        assertThat(circles).isEmpty();
    }

    @Test
    void steps_that_wait_long_but_in_no_circle_go_on() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        Ledger ledger = new Limited(2, (index, worker) -> {
            if (index == 0) {
                lock.lock();
                try {
                    held.countDown();
                    open.await();
                } finally {
                    lock.unlock();
                }
            } else {
                held.await();
                lock.lockInterruptibly();
                try {
                    held.await();
                } finally {
                    lock.unlock();
                }
            }
        });
        try (Engine engine = Engines.start(2, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            lane.submit(ledger, 1, 2);
            held.await();
            while (!lock.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            for (int look = 0; look < 5; look++) {
                long parks = clock.parks();
                clock.advance(Duration.ofNanos(LongSteps.LOOK_NANOS));
                while (clock.parks() == parks) {
                    Thread.onSpinWait();
                }
            }
            open.countDown();
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactlyInAnyOrder("ran 0", "ran 1");
        assertThat(circles).isEmpty();
    }

    @Test
    void no_worker_waits_for_a_channel() throws InterruptedException {
        Channel<String> channel = new Channel<>(1);
        assertThat(channel.offer("first")).isTrue();
        Ledger ledger = new Ledger(1, (index, worker) -> channel.put("second"));
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactly("failed IllegalStateException 0");
    }
}
