package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that outlive their limit, in a time that the test moves. */
@Tag("ENG-15")
@Tag("ENG-16")
@Timeout(60)
class StuckWorkerTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();

    /** A ledger whose steps have a limit. */
    private static final class Limited extends Ledger {
        Limited(int steps, Act act) {
            super(steps, act);
        }

        @Override
        public long timeoutNanos(int index) {
            return LIMIT.toNanos();
        }
    }

    @Test
    void a_step_past_its_limit_is_interrupted_and_the_next_one_is_not() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
        Ledger ledger = new Limited(3, (index, worker) -> {
            flags.add(Thread.currentThread().isInterrupted());
            if (index == 0) {
                begun.countDown();
                new CountDownLatch(1).await();
            } else {
                // What a step leaves in the flag is its own as well.
                Thread.currentThread().interrupt();
            }
        });
        try (Engine engine = Engines.start(1, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 3);
            begun.await();
            clock.advance(LIMIT);
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactly("failed InterruptedException 0", "ran 1", "ran 2");
        assertThat(flags).containsExactly(false, false, false);
    }

    @Test
    void a_limit_that_ends_before_the_known_ones_is_not_overslept() throws InterruptedException {
        CountDownLatch longBegun = new CountDownLatch(1);
        CountDownLatch shortBegun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Ledger ledger =
                new Ledger(2, (index, worker) -> {
                    (index == 0 ? longBegun : shortBegun).countDown();
                    gate.await();
                }) {
                    @Override
                    public long timeoutNanos(int index) {
                        return index == 0 ? LIMIT.toNanos() : 1;
                    }
                };
        try (Engine engine = Engines.start(2, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            longBegun.await();
            lane.submit(ledger, 1, 2);
            shortBegun.await();
            clock.advance(Duration.ofNanos(1));
            while (ledger.events().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(ledger.events()).containsExactly("failed InterruptedException 1");
            gate.countDown();
            ledger.awaitOnceEach();
        }
    }

    @Test
    void a_stuck_worker_is_replaced_and_others_get_its_work() throws InterruptedException {
        Deaf deaf = new Deaf();
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Ledger[] self = new Ledger[1];
        Engine engine = Engines.start(1, clock);
        try (engine;
                Lane lane = engine.lane(0)) {
            self[0] = new Limited(6, (index, worker) -> {
                threads.add(Thread.currentThread());
                if (index == 1) {
                    engine.crew().at(0).hand().offer(new Chunk(lane, self[0], 4, 6));
                    deaf.run(index, worker);
                }
            });
            lane.submit(self[0], 0, 4);
            deaf.awaitBegun();
            clock.advance(LIMIT);
            deaf.awaitInterrupted();
            clock.advance(Engines.GRACE);
            self[0].awaitOnceEach();

            assertThat(self[0].events())
                    .containsExactlyInAnyOrder("ran 0", "stuck 1", "ran 2", "ran 3", "ran 4", "ran 5");
            assertThat(threads.get(0)).isSameAs(threads.get(1));
            assertThat(threads.subList(2, 6)).doesNotContain(threads.get(0)).containsOnly(threads.get(2));
            assertThat(threads.get(2).getName()).isEqualTo(threads.get(0).getName());
            assertThat(engine.statistics().get(0).stuck()).isEqualTo(1);

            deaf.release();
            threads.get(0).join();
        }
        assertThat(engine.statistics().get(0).executed())
                .as("the late return counts for nothing")
                .isEqualTo(5);
    }

    @Test
    void past_the_last_replacement_the_engine_refuses_and_says_why() throws InterruptedException {
        EngineOptions options = new EngineOptions("worn", 1, Engines.GRACE, 0, WorkerStart.NOTHING);
        Deaf deaf = new Deaf();
        Ledger ledger = new Limited(5, deaf);
        try (Engine engine = Engine.start(options, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            lane.submit(ledger, 2, 5);
            deaf.awaitBegun();
            clock.advance(LIMIT);
            deaf.awaitInterrupted();
            clock.advance(Engines.GRACE);
            ledger.awaitOnceEach();

            assertThat(ledger.events())
                    .containsExactlyInAnyOrder("stuck 0", "skipped 1", "skipped 2", "skipped 3", "skipped 4");
            assertThatThrownBy(() -> lane.submit(ledger, 0, 1))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage(
                            "Cannot submit to lane 0: engine worn has replaced 0 workers, its limit, and now worn-worker-0"
                                    + " is stuck and was given up; look for cases that ignore their timeout, then restart the executor");
            deaf.release();
            deaf.awaitReturned();
        }
    }

    @Test
    void a_worker_that_dies_of_a_defect_costs_no_step() throws InterruptedException {
        Ledger ledger = new Limited(4, (index, worker) -> {});
        try (Engine engine = Engines.start(1, clock);
                Lane lane = engine.lane(0)) {
            Engines.awaitAsleep(engine);
            clock.onCallByWorker(1, () -> {
                throw new IllegalStateException("made by the test");
            });
            lane.submit(ledger, 0, 4);
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactly("ran 0", "ran 1", "ran 2", "ran 3");
    }

    @Test
    void the_monitor_sleeps_while_no_step_has_a_limit() throws InterruptedException {
        Ledger ledger = new Ledger(1_000, (index, worker) -> {});
        try (Engine engine = Engines.start(2, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1_000);
            ledger.awaitOnceEach();
            assertThat(clock.parks()).isLessThanOrEqualTo(1);
        }
    }

    @Tag("ENG-20")
    @Test
    void close_gives_up_a_step_that_ignores_everything() throws InterruptedException {
        Deaf deaf = new Deaf();
        Ledger ledger = new Ledger(1, deaf);
        EngineOptions options = Engines.options(2);
        Engine engine = Engine.start(options, clock);
        Lane lane = engine.lane(0);
        lane.submit(ledger, 0, 1);
        deaf.awaitBegun();
        Thread closer = new Thread(engine::close);
        closer.start();
        while (!engine.crew().monitor().isClosing()) {
            Thread.onSpinWait();
        }
        clock.advance(Engines.GRACE);
        deaf.awaitInterrupted();
        clock.advance(Engines.GRACE);
        closer.join();

        ledger.awaitOnceEach();
        assertThat(ledger.events()).containsExactly("stuck 0");
        deaf.release();
        deaf.awaitReturned();
    }
}
