package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forks whose thief is given up. */
@Tag("ENG-11")
@Tag("ENG-16")
@Timeout(60)
class LostThiefTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void a_fork_that_is_deaf_to_its_deadline_costs_its_step_and_a_worker() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        try (Engine engine = Engines.start(2, clock)) {
            Ledger ledger = new Ledger(1, (index, worker) -> {
                try (Scope scope = worker.openScope(LIMIT.toNanos())) {
                    scope.fork(() -> {
                        deaf.run(0, worker);
                        return 1;
                    });
                    deaf.awaitBegun();
                    scope.join();
                }
            });
            try (Lane lane = engine.lane(0)) {
                lane.submit(ledger, 0, 1);
                deaf.awaitBegun();
                clock.advance(LIMIT);
                deaf.awaitInterrupted();
                clock.advance(Engines.GRACE);
                ledger.awaitOnceEach();
                assertThat(ledger.events()).containsExactly("failed CompletionException 0");
            }
            Ledger next = new Ledger(1, (index, worker) -> {});
            try (Lane lane = engine.lane(0)) {
                lane.submit(next, 0, 1);
                next.awaitOnceEach();
            }
            assertThat(engine.statistics().stream()
                            .mapToLong(WorkerStatistics::stuck)
                            .sum())
                    .isEqualTo(1);
        } finally {
            deaf.release();
        }
    }

    @Test
    void a_scope_waits_for_what_a_lost_thief_forked() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        CountDownLatch childBegun = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        AtomicReference<@Nullable WorkerLoop> thief = new AtomicReference<>();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Engine engine = Engines.start(3, clock)) {
            Ledger ledger = new Ledger(1, (index, worker) -> {
                Thread opener = Thread.currentThread();
                try (Scope scope = worker.openScope()) {
                    scope.fork(() -> {
                        thief.set(engine.crew().loopOf(Thread.currentThread()));
                        scope.fork(() -> {
                            childBegun.countDown();
                            Uninterruptibly.await(joined::await);
                            // It waits for this in its scope's end, or it has gone on and has nothing to do.
                            while (opener.getState() == Thread.State.RUNNABLE) {
                                Thread.onSpinWait();
                            }
                            order.add("child ended");
                            return 1;
                        });
                        childBegun.await();
                        deaf.run(0, worker);
                        return 1;
                    });
                    deaf.awaitBegun();
                    try {
                        scope.join();
                    } finally {
                        joined.countDown();
                    }
                } catch (CompletionException e) {
                    order.add("step ended");
                    throw e;
                }
            });
            try (Lane lane = engine.lane(0)) {
                lane.submit(ledger, 0, 1);
                deaf.awaitBegun();
                WorkerLoop lost = Objects.requireNonNull(thief.get());
                lost.watch().interrupt(lost.watch().word(), lost.thread(), 0);
                engine.crew().monitor().expect(0);
                ledger.awaitOnceEach();
            }
        } finally {
            deaf.release();
        }
        assertThat(order).containsExactly("child ended", "step ended");
    }

    @Test
    void a_fork_ends_although_its_thief_comes_back_between_being_given_up_and_being_buried()
            throws InterruptedException {
        Deaf deaf = new Deaf();
        AtomicReference<@Nullable WorkerLoop> thief = new AtomicReference<>();
        ManualClock clock = new ManualClock();
        try (Engine engine = Engines.start(2, clock)) {
            Ledger ledger = new Ledger(1, (index, worker) -> {
                try (Scope scope = worker.openScope()) {
                    Fork<Integer> fork = scope.fork(() -> {
                        thief.set(engine.crew().loopOf(Thread.currentThread()));
                        deaf.run(0, worker);
                        return 1;
                    });
                    deaf.awaitBegun();
                    assertThat(fork.join()).isEqualTo(1);
                }
            });
            // This test does the monitor's part; the monitor itself sleeps from its first round on.
            while (clock.parks() == 0) {
                Thread.onSpinWait();
            }
            try (Lane lane = engine.lane(0)) {
                lane.submit(ledger, 0, 1);
                deaf.awaitBegun();
                WorkerLoop lost = Objects.requireNonNull(thief.get());
                lost.watch().interrupt(lost.watch().word(), lost.thread(), Clock.NEVER);
                assertThat(lost.watch().abandon(lost.watch().word())).isTrue();
                deaf.release();
                lost.thread().join();
                engine.crew().losses().abandoned(lost);
                ledger.awaitOnceEach();
                assertThat(ledger.events()).containsExactly("ran 0");
            }
        } finally {
            deaf.release();
        }
    }
}
