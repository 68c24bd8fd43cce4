package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scheduling under the usual hazards. Whatever happens, each step ends exactly once. */
@Timeout(60)
class EngineHazardTest {

    private static final Ledger.Act NOTHING = (index, worker) -> {};

    @Test
    void smoke() throws InterruptedException {
        Ledger ledger = new Ledger(1_000, NOTHING);
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            lane.submit(ledger, 1, 990);
            lane.submit(ledger, 990, 1_000);
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).allMatch(event -> event.startsWith("ran"));
    }

    @Tag("ENG-04")
    @Test
    void empty_race_no_wake_up_is_lost_while_workers_fall_asleep() throws InterruptedException {
        try (Engine engine = Engines.start(3);
                Lane lane = engine.lane(0)) {
            for (int round = 0; round < 5_000; round++) {
                Ledger ledger = new Ledger(1, NOTHING);
                lane.submit(ledger, 0, 1);
                ledger.awaitOnceEach();
            }
        }
    }

    @Tag("ENG-04")
    @Test
    void empty_race_work_that_comes_between_the_search_and_the_sleep_is_not_overlooked() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Ledger ledger = new Ledger(1, NOTHING);
        try (Engine engine = Engines.start(1, clock);
                Lane lane = engine.lane(0)) {
            Engines.awaitAsleep(engine);
            // The worker asks for the time as it wakes, as its first look finds nothing, and before it announces
            // itself.
            clock.onCallByWorker(3, () -> lane.submit(ledger, 0, 1));
            engine.release("nothing");
            ledger.awaitOnceEach();
        }
    }

    @Tag("ENG-04")
    @Test
    void a_woken_worker_that_sees_more_work_wakes_the_next() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Ledger ledger = new Ledger(2, (index, worker) -> {
            both.countDown();
            both.await();
        });
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            Engines.awaitAsleep(engine);
            engine.crew().injector().add(new Chunk(lane, ledger, 0, 1));
            lane.submit(ledger, 1, 2);
            ledger.awaitOnceEach();
        }
    }

    @Test
    void stampede_of_submitters() throws InterruptedException {
        int submitters = 4;
        int chunks = 200;
        int size = 25;
        Ledger ledger = new Ledger(submitters * chunks * size, NOTHING);
        try (Engine engine = Engines.start(4)) {
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int s = 0; s < submitters; s++) {
                int first = s * chunks * size;
                Lane lane = engine.lane(s);
                Thread thread = new Thread(() -> {
                    awaitQuietly(go);
                    for (int chunk = 0; chunk < chunks; chunk++) {
                        lane.submit(ledger, first + chunk * size, first + (chunk + 1) * size);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            ledger.awaitOnceEach();
        }
    }

    @Tag("ENG-05")
    @Test
    void starvation_a_sleeping_worker_gets_half_of_a_chunk_that_another_one_has() throws InterruptedException {
        CountDownLatch otherHalf = new CountDownLatch(1);
        Ledger ledger = new Ledger(8, (index, worker) -> {
            if (index == 0) {
                otherHalf.await();
            } else if (index == 7) {
                otherHalf.countDown();
            }
        });
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            Engines.awaitAsleep(engine);
            lane.submit(ledger, 0, 8);
            ledger.awaitOnceEach();
            assertThat(engine.statistics().stream()
                            .mapToLong(WorkerStatistics::steals)
                            .sum())
                    .isPositive();
        }
    }

    @Tag("ENG-05")
    @Test
    void exactly_once_per_step_under_forced_stealing() throws InterruptedException {
        int steps = 4_096;
        try (Engine engine = Engines.start(4);
                Lane lane = engine.lane(0)) {
            for (int round = 0; round < 20; round++) {
                Engines.awaitAsleep(engine);
                Set<Integer> workers = ConcurrentHashMap.newKeySet();
                CountDownLatch two = new CountDownLatch(2);
                Ledger ledger = new Ledger(steps, (index, worker) -> {
                    // The first worker stays here until a thief has come.
                    if (workers.add(worker.index())) {
                        two.countDown();
                        two.await();
                    }
                });
                lane.submit(ledger, 0, steps);
                ledger.awaitOnceEach();
                assertThat(workers).hasSizeGreaterThan(1);
            }
        }
    }

    @Tag("ENG-02")
    @Test
    void overflow_of_a_deque_goes_to_the_injector() throws InterruptedException {
        int spawned = WorkerLoop.DEQUE_CAPACITY + 100;
        AtomicBoolean overflowed = new AtomicBoolean();
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            Ledger[] self = new Ledger[1];
            self[0] = new Ledger(1 + spawned, (index, worker) -> {
                if (index == 0) {
                    WorkerLoop loop = engine.crew().at(worker.index());
                    for (int step = 1; step <= spawned; step++) {
                        loop.hand().offer(new Chunk(lane, self[0], step, step + 1));
                    }
                    overflowed.set(!engine.crew().injector().isEmpty());
                }
            });
            lane.submit(self[0], 0, 1);
            self[0].awaitOnceEach();
        }
        assertThat(overflowed).isTrue();
    }

    @Tag("ENG-03")
    @Test
    void oldest_lane_is_served_first_and_its_chunks_in_order() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch occupied = new CountDownLatch(1);
        Ledger blocker = new Ledger(1, (index, worker) -> {
            occupied.countDown();
            gate.await();
        });
        Ledger ledger = new Ledger(6, NOTHING);
        try (Engine engine = Engines.start(1);
                Lane middle = engine.lane(5);
                Lane young = engine.lane(9);
                Lane old = engine.lane(-2);
                Lane sameAge = engine.lane(5)) {
            middle.submit(blocker, 0, 1);
            occupied.await();
            young.submit(ledger, 5, 6);
            sameAge.submit(ledger, 4, 5);
            middle.submit(ledger, 3, 4);
            old.submit(ledger, 0, 2);
            old.submit(ledger, 2, 3);
            gate.countDown();
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactly("ran 0", "ran 1", "ran 2", "ran 3", "ran 4", "ran 5");
    }

    @Tag("ENG-17")
    @Test
    void whatever_a_step_throws_costs_that_step_only() throws InterruptedException {
        Ledger ledger = new Ledger(5, (index, worker) -> {
            switch (index) {
                case 0 -> throw new IllegalArgumentException("bad case");
                case 1 -> throw new OutOfMemoryError("made by the test");
                case 2 -> deep(Integer.MAX_VALUE);
                case 3 -> throw new InterruptedException("made by the test");
                default -> {}
            }
        });
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 5);
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events())
                .containsExactly(
                        "failed IllegalArgumentException 0",
                        "failed OutOfMemoryError 1",
                        "failed StackOverflowError 2",
                        "failed InterruptedException 3",
                        "ran 4");
    }

    @Test
    void a_report_or_a_limit_that_throws_harms_no_other_step() throws InterruptedException {
        Ledger ledger =
                new Ledger(4, (index, worker) -> {
                    if (index == 1) {
                        throw new IllegalStateException("step");
                    }
                }) {
                    @Override
                    public long timeoutNanos(int index) {
                        if (index == 2) {
                            throw new IllegalArgumentException("no limit");
                        }
                        return NO_TIMEOUT;
                    }

                    @Override
                    public void failed(int index, Throwable thrown) {
                        super.failed(index, thrown);
                        throw new IllegalStateException("report");
                    }
                };
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 4);
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events())
                .containsExactly(
                        "ran 0", "failed IllegalStateException 1", "failed IllegalArgumentException 2", "ran 3");
    }

    @Test
    void statistics_count_what_was_executed() throws InterruptedException {
        Ledger ledger = new Ledger(100, NOTHING);
        List<WorkerStatistics> statistics;
        Engine engine = Engines.start(2);
        try (engine;
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 100);
            ledger.awaitOnceEach();
        }
        statistics = engine.statistics();
        assertThat(statistics).extracting(WorkerStatistics::worker).containsExactly(0, 1);
        assertThat(statistics.stream().mapToLong(WorkerStatistics::executed).sum())
                .isEqualTo(100);
        assertThat(statistics.stream().mapToLong(WorkerStatistics::busyNanos).sum())
                .isPositive();
    }

    @Test
    void submit_of_an_invalid_range_is_refused() {
        Ledger ledger = new Ledger(1, NOTHING);
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            assertThatThrownBy(() -> lane.submit(ledger, 3, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid chunk: from must be at least 0 and below to, is [3, 3)");
        }
    }

    @Tag("ENG-20")
    @Test
    void shutdown_skips_what_is_queued_and_lets_the_running_step_end() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch occupied = new CountDownLatch(1);
        Ledger ledger = new Ledger(10, (index, worker) -> {
            occupied.countDown();
            gate.await();
        });
        EngineOptions options = Engines.options(1);
        Engine engine = Engine.start(options);
        Lane lane = engine.lane(4);
        lane.submit(ledger, 0, 2);
        lane.submit(ledger, 2, 10);
        occupied.await();
        Thread closer = new Thread(engine::close);
        closer.start();
        while (!lane.stopped()) {
            Thread.onSpinWait();
        }
        gate.countDown();
        closer.join();
        engine.close();

        ledger.awaitOnceEach();
        assertThat(ledger.events()).contains("ran 0", "skipped 1", "skipped 2", "skipped 9");
        assertThatThrownBy(() -> lane.submit(ledger, 0, 1))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("Cannot submit to lane 4: engine " + options.name() + " is closed");
        assertThatThrownBy(() -> engine.lane(1))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("Cannot open lane 1: engine " + options.name() + " is closed");
        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Tag("ENG-20")
    @Test
    void shutdown_races_with_submission_and_every_accepted_step_ends_once() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            Engine engine = Engines.start(2);
            Lane lane = engine.lane(0);
            Thread closer = new Thread(engine::close);
            List<Ledger> accepted = new ArrayList<>();
            closer.start();
            try {
                // No more than memory is for, should the closer get no core for long.
                while (accepted.size() < 10_000) {
                    Ledger ledger = new Ledger(3, NOTHING);
                    lane.submit(ledger, 0, 3);
                    accepted.add(ledger);
                }
            } catch (RejectedExecutionException closed) {
                // As it should be.
            }
            closer.join();
            for (Ledger ledger : accepted) {
                ledger.awaitOnceEach();
            }
        }
    }

    @Test
    void close_on_a_worker_is_refused_instead_of_waiting_for_itself() throws InterruptedException {
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            Runnable closing = engine::close;
            Ledger ledger = new Ledger(1, (index, worker) -> closing.run());
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
            assertThat(ledger.events()).containsExactly("failed IllegalStateException 0");
        }
    }

    private static int deep(int depth) {
        return depth == 0 ? 0 : deep(depth - 1) + 1;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
