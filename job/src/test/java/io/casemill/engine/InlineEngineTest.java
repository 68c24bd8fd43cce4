package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps on the calling thread: the same limits and reports as on a worker. */
@Tag("RTC-10")
@Tag("ENG-18")
@Timeout(60)
class InlineEngineTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final EngineOptions none = new EngineOptions("none", 0, Engines.GRACE, WorkerStart.NOTHING);

    @Test
    void steps_run_here_in_the_order_of_submission_and_no_thread_but_the_monitor_is_made() {
        List<Integer> order = new ArrayList<>();
        Thread here = Thread.currentThread();
        Ledger ledger = new Ledger(5, (index, worker) -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            assertThat(worker.index()).isZero();
            order.add(index);
        });
        try (Engine engine = Engine.start(none);
                Engine inline = engine.inline();
                Lane lane = inline.lane(0)) {
            lane.submit(ledger, 0, 3);
            lane.submit(ledger, 3, 5);
            assertThat(order).as("nobody else runs them").isEmpty();
            while (lane.serve()) {}

            assertThat(inline.workers()).isEqualTo(1);
            assertThat(inline.statistics().get(0).executed()).isEqualTo(5);
            assertThat(Engines.liveThreads("none")).isEqualTo(1);
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void a_lane_of_workers_is_not_served_here() {
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            assertThat(lane.serve()).isFalse();
        }
    }

    @Test
    void an_engine_without_workers_has_no_lanes() {
        try (Engine engine = Engine.start(none)) {
            assertThatThrownBy(() -> engine.lane(7))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("Cannot open lane 7: engine none has no workers");
        }
    }

    @Test
    @Tag("ENG-11")
    void a_step_forks_and_joins_by_itself() throws InterruptedException {
        List<Integer> sums = new ArrayList<>();
        Ledger ledger = new Ledger(1, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                List<Fork<Integer>> forks = new ArrayList<>();
                for (int i = 1; i <= 4; i++) {
                    int number = i;
                    forks.add(scope.fork(() -> number * number));
                }
                scope.join();
                int sum = 0;
                for (Fork<Integer> fork : forks) {
                    sum += fork.join();
                }
                sums.add(sum);
            }
        });
        try (Engine engine = Engine.start(none);
                Engine inline = engine.inline();
                Lane lane = inline.lane(0)) {
            lane.submit(ledger, 0, 1);
            while (lane.serve()) {}
        }
        ledger.awaitOnceEach();
        assertThat(ledger.events()).containsExactly("ran 0");
        assertThat(sums).containsExactly(30);
    }

    @Test
    @Tag("ENG-15")
    void a_step_past_its_limit_is_interrupted_and_the_next_one_is_not() throws InterruptedException {
        List<Boolean> flags = new ArrayList<>();
        Ledger ledger = new Limited(2, (index, worker) -> {
            flags.add(Thread.currentThread().isInterrupted());
            if (index == 0) {
                clock.advance(LIMIT);
                new CountDownLatch(1).await();
            }
        });
        try (Engine engine = Engine.start(none, clock);
                Engine inline = engine.inline();
                Lane lane = inline.lane(0)) {
            lane.submit(ledger, 0, 2);
            while (lane.serve()) {}
        }
        ledger.awaitOnceEach();
        assertThat(ledger.events()).containsExactly("failed InterruptedException 0", "ran 1");
        assertThat(flags).containsExactly(false, false);
    }

    @Test
    @Tag("ENG-16")
    void a_step_that_ignores_its_interrupt_is_reported_at_the_grace_and_the_rest_runs_when_it_is_back()
            throws InterruptedException {
        Deaf deaf = new Deaf();
        List<String> closed = new ArrayList<>();
        Ledger ledger = new Limited(3, (index, worker) -> {
            worker.local("key", () -> () -> closed.add("instance of " + index));
            if (index == 1) {
                deaf.run(index, worker);
                Thread.currentThread().interrupt();
                throw new IllegalStateException("too late to be reported");
            }
        });
        Thread pusher = new Thread(() -> {
            try {
                deaf.awaitBegun();
                clock.advance(LIMIT);
                deaf.awaitInterrupted();
                clock.advance(Engines.GRACE);
                while (!ledger.events().contains("stuck 1")) {
                    Thread.onSpinWait();
                }
                deaf.release();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        pusher.start();
        try (Engine engine = Engine.start(none, clock);
                Engine inline = engine.inline();
                Lane lane = inline.lane(0)) {
            lane.submit(ledger, 0, 3);
            while (lane.serve()) {
                assertThat(Thread.currentThread().isInterrupted())
                        .as("left of the step")
                        .isFalse();
            }
            assertThat(closed).as("what the stuck step had was closed").containsExactly("instance of 0");
        }
        pusher.join();
        ledger.awaitOnceEach();
        assertThat(ledger.events()).containsExactly("ran 0", "stuck 1", "ran 2");
        assertThat(closed).containsExactly("instance of 0", "instance of 2");
    }

    @Test
    void an_engine_that_takes_no_more_work_still_has_inline_ones_until_it_is_closed() throws InterruptedException {
        EngineOptions options = new EngineOptions("worn", 1, Engines.GRACE, 0, WorkerStart.NOTHING);
        Deaf deaf = new Deaf();
        Ledger stuck = new Limited(1, deaf);
        Ledger rest = new Ledger(2, (index, worker) -> {});
        Engine engine = Engine.start(options, clock);
        try (engine) {
            try (Lane lane = engine.lane(0)) {
                lane.submit(stuck, 0, 1);
                deaf.awaitBegun();
                clock.advance(LIMIT);
                deaf.awaitInterrupted();
                clock.advance(Engines.GRACE);
                stuck.awaitOnceEach();
            }
            assertThat(engine.refusal()).startsWith("engine worn has replaced 0 workers, its limit");
            try (Engine inline = engine.inline();
                    Lane lane = inline.lane(0)) {
                lane.submit(rest, 0, 2);
                while (lane.serve()) {}
            }
            rest.awaitOnceEach();
            deaf.release();
            deaf.awaitReturned();
        }
        assertThatThrownBy(engine::inline)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("Cannot open an inline engine: engine worn is closed");
    }

    @Test
    void another_thread_may_not_close_it() {
        try (Engine engine = Engine.start(none);
                Engine inline = engine.inline()) {
            assertThat(CompletableFuture.runAsync(inline::close))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("Cannot close engine none-inline on ");
        }
    }

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
}
