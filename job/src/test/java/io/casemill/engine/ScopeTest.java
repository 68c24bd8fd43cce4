package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forks and joins inside a step, by their hazards. */
@Tag("ENG-11")
@Timeout(60)
class ScopeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Runs one step and returns what it threw. */
    private static @Nullable Throwable inStep(Engine engine, Ledger.Act act) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Ledger ledger = new Ledger(1, act) {
            @Override
            public void failed(int index, Throwable failure) {
                thrown.set(failure);
                super.failed(index, failure);
            }
        };
        try (Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
        }
        return thrown.get();
    }

    private static void inStepWell(int workers, Ledger.Act act) throws InterruptedException {
        try (Engine engine = Engines.start(workers)) {
            assertThat(inStep(engine, act)).isNull();
        }
    }

    private static int fibonacci(Scope scope, int n) throws InterruptedException {
        if (n < 2) {
            return n;
        }
        Fork<Integer> left = scope.fork(() -> fibonacci(scope, n - 1));
        int right = fibonacci(scope, n - 2);
        return left.join() + right;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void smoke_recursion_gives_its_result_on_any_number_of_workers(int workers) throws InterruptedException {
        inStepWell(workers, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                assertThat(fibonacci(scope, 20)).isEqualTo(6765);
            }
        });
    }

    @Test
    void overflow_forks_beyond_the_deque_run_at_once_and_all_end() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        inStepWell(1, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                for (int i = 0; i < 100_000; i++) {
                    scope.fork(ran::incrementAndGet);
                }
                scope.join();
                assertThat(ran).hasValue(100_000);
            }
        });
    }

    @Test
    void a_null_result_is_a_result() throws InterruptedException {
        inStepWell(1, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                Fork<@Nullable Object> fork = scope.fork(() -> null);
                assertThat(fork.isDone()).isFalse();
                assertThat(fork.join()).isNull();
                assertThat(fork.isDone()).isTrue();
            }
        });
    }

    @Test
    void joins_in_any_order_give_each_its_own_result() throws InterruptedException {
        inStepWell(2, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                List<Fork<Integer>> forks = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    int mine = i;
                    forks.add(scope.fork(() -> mine));
                }
                for (int i = 0; i < 100; i++) {
                    int mine = i * 37 % 100;
                    assertThat(forks.get(mine).join()).isEqualTo(mine);
                }
            }
        });
    }

    @Test
    void a_waiting_worker_helps_with_what_its_thief_forked() throws InterruptedException {
        // Both workers are needed at once inside the stolen fork: the second is the one that waits for it.
        CountDownLatch stolen = new CountDownLatch(1);
        CountDownLatch both = new CountDownLatch(2);
        inStepWell(2, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                Fork<Boolean> fork = scope.fork(() -> {
                    stolen.countDown();
                    Fork<Boolean> inner = scope.fork(() -> meet(both));
                    return meet(both) && inner.join();
                });
                stolen.await();
                assertThat(fork.join()).isTrue();
            }
        });
    }

    @Test
    void a_worker_that_waits_outside_helps_with_what_is_forked_inside() throws InterruptedException {
        CountDownLatch stolen = new CountDownLatch(1);
        CountDownLatch both = new CountDownLatch(2);
        inStepWell(2, (index, worker) -> {
            try (Scope outer = worker.openScope()) {
                Fork<Boolean> fork = outer.fork(() -> {
                    stolen.countDown();
                    try (Scope inner = worker.openScope()) {
                        while (!inner.isWanted()) {
                            Thread.onSpinWait();
                        }
                        Fork<Boolean> innermost = inner.fork(() -> meet(both));
                        return meet(both) && innermost.join();
                    }
                });
                stolen.await();
                assertThat(fork.join()).isTrue();
            }
        });
    }

    private static boolean meet(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
        return true;
    }

    @Test
    void a_step_ends_after_all_that_it_forked_even_if_it_joins_nothing() throws InterruptedException {
        AtomicInteger live = new AtomicInteger();
        CountDownLatch stolen = new CountDownLatch(1);
        try (Engine engine = Engines.start(2)) {
            Throwable thrown = inStep(engine, (index, worker) -> {
                Scope leftOpen = worker.openScope();
                leftOpen.fork(() -> {
                    live.incrementAndGet();
                    try {
                        stolen.countDown();
                        return meet(new CountDownLatch(2));
                    } finally {
                        live.decrementAndGet();
                    }
                });
                stolen.await();
                throw new IllegalStateException("reported after all has ended");
            });
            assertThat(thrown).hasMessage("reported after all has ended");
            assertThat(live).as("forks that outlived their step").hasValue(0);
        }
    }

    @Test
    void the_first_failure_cancels_the_others_and_reaches_the_join() throws InterruptedException {
        CountDownLatch stolen = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> other = new AtomicReference<>();
        inStepWell(2, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                scope.fork(() -> {
                    stolen.countDown();
                    try {
                        return meet(new CountDownLatch(2));
                    } catch (InterruptedException e) {
                        other.set(e);
                        throw e;
                    }
                });
                stolen.await();
                Fork<Object> neverRun = scope.fork(() -> {
                    throw new AssertionError("ran although the scope was cancelled");
                });
                Fork<Object> failing = scope.fork(() -> {
                    throw new IllegalArgumentException("on purpose");
                });
                assertThatThrownBy(failing::join)
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseMessage("on purpose");
                assertThatThrownBy(neverRun::join)
                        .isInstanceOf(CancellationException.class)
                        .hasRootCauseMessage("on purpose");
                assertThatThrownBy(scope::join).hasRootCauseMessage("on purpose");
                Fork<Integer> late = scope.fork(() -> 1);
                assertThatThrownBy(late::join).isInstanceOf(CancellationException.class);
            }
            assertThat(other.get()).isInstanceOf(InterruptedException.class);
        });
    }

    @Test
    void a_failure_costs_its_step_and_no_other() throws InterruptedException {
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            Ledger ledger = new Ledger(40, (index, worker) -> {
                try (Scope scope = worker.openScope()) {
                    for (int i = 0; i < 8; i++) {
                        int mine = i;
                        scope.fork(() -> {
                            if (index % 4 == 1 && mine == 5) {
                                throw new IllegalStateException("on purpose");
                            }
                            return mine;
                        });
                    }
                    scope.join();
                }
            });
            lane.submit(ledger, 0, 40);
            ledger.awaitOnceEach();
            assertThat(ledger.events())
                    .filteredOn(event -> event.startsWith("failed C"))
                    .hasSize(10);
            assertThat(ledger.events())
                    .filteredOn(event -> event.startsWith("ran"))
                    .hasSize(30);
        }
    }

    @Test
    void a_scope_past_its_own_deadline_tells_its_join() throws InterruptedException {
        ManualClock clock = new ManualClock();
        CountDownLatch stolen = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        try (Engine engine = Engines.start(2, clock)) {
            Ledger ledger = new Ledger(1, (index, worker) -> {
                try (Scope scope = worker.openScope(LIMIT.toNanos())) {
                    scope.fork(() -> {
                        stolen.countDown();
                        return meet(new CountDownLatch(2));
                    });
                    stolen.await();
                    clock.advance(LIMIT);
                    scope.join();
                } catch (CompletionException e) {
                    seen.set(e.getCause());
                }
            });
            try (Lane lane = engine.lane(0)) {
                lane.submit(ledger, 0, 1);
                ledger.awaitOnceEach();
            }
        }
        assertThat(seen.get()).isInstanceOfAny(TimeoutException.class, InterruptedException.class);
    }

    @Test
    void a_step_that_is_cancelled_in_a_join_interrupts_what_it_forked() throws InterruptedException {
        CountDownLatch stolen = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            Ledger ledger = new Ledger(1, (index, worker) -> {
                try (Scope scope = worker.openScope()) {
                    scope.fork(() -> {
                        stolen.countDown();
                        try {
                            return meet(new CountDownLatch(2));
                        } finally {
                            interrupted.countDown();
                        }
                    });
                    stolen.await();
                    scope.join();
                }
            });
            lane.submit(ledger, 0, 1);
            stolen.await();
            lane.cancel();
            interrupted.await();
            ledger.awaitOnceEach();
            assertThat(ledger.events()).containsExactly("failed InterruptedException 0");
        }
    }

    @Test
    void an_interrupt_that_an_inner_fork_swallows_still_ends_the_step_that_helped_with_it()
            throws InterruptedException {
        CountDownLatch stolen = new CountDownLatch(1);
        CountDownLatch swallowing = new CountDownLatch(1);
        AtomicReference<@Nullable Thread> helper = new AtomicReference<>();
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            Ledger ledger = new Ledger(1, (index, worker) -> {
                try (Scope outer = worker.openScope()) {
                    outer.fork(() -> {
                        stolen.countDown();
                        try (Scope inner = worker.openScope()) {
                            while (!inner.isWanted()) {
                                Thread.onSpinWait();
                            }
                            Fork<Integer> helped = inner.fork(() -> {
                                helper.set(Thread.currentThread());
                                swallowing.countDown();
                                try {
                                    return meet(new CountDownLatch(2)) ? 1 : 0;
                                } catch (InterruptedException e) {
                                    return 2;
                                }
                            });
                            swallowing.await();
                            return helped.join();
                        }
                    });
                    stolen.await();
                    outer.join();
                }
            });
            lane.submit(ledger, 0, 1);
            swallowing.await();
            WorkerLoop interrupted = Objects.requireNonNull(engine.crew().loopOf(Objects.requireNonNull(helper.get())));
            interrupted.hand().interrupt(lane, Clock.NEVER);
            ledger.awaitOnceEach();
            assertThat(ledger.events()).containsExactly("failed InterruptedException 0");
        }
    }

    @Test
    void nested_scopes_fail_by_themselves() throws InterruptedException {
        inStepWell(3, (index, worker) -> {
            try (Scope outer = worker.openScope()) {
                Fork<Integer> sound = outer.fork(() -> {
                    try (Scope inner = worker.openScope()) {
                        inner.fork(() -> {
                            throw new IllegalStateException("inner");
                        });
                        inner.join();
                        return 0;
                    } catch (CompletionException e) {
                        return 7;
                    }
                });
                assertThat(sound.join()).isEqualTo(7);
                outer.join();
            }
        });
    }

    @Test
    void forks_and_joins_out_of_place_are_refused() throws InterruptedException {
        CountDownLatch tried = new CountDownLatch(1);
        inStepWell(2, (index, worker) -> {
            try (Scope outer = worker.openScope()) {
                Fork<Integer> fork = outer.fork(() -> {
                    tried.await();
                    return 1;
                });
                try (Scope inner = worker.openScope()) {
                    assertThat(inner.fork(() -> 2).join()).isEqualTo(2);
                    assertThatThrownBy(() -> outer.fork(() -> 3)).hasMessageContaining("Cannot fork here");
                }
                Fork<?> sibling = outer.fork(() -> {
                    assertThatThrownBy(fork::join).hasMessageContaining("Cannot join a fork here");
                    tried.countDown();
                    return 4;
                });
                assertThat(sibling.join()).isEqualTo(4);
                assertThat(fork.join()).isEqualTo(1);
            }
        });
        try (Engine engine = Engines.start(1)) {
            AtomicReference<@Nullable Worker> kept = new AtomicReference<>();
            assertThat(inStep(engine, (index, worker) -> kept.set(worker))).isNull();
            assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).openScope())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot open a scope on");
        }
    }
}
