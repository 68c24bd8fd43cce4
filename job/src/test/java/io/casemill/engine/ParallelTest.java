package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Maps and reductions inside a step, by their hazards. */
@Tag("ENG-14")
@Timeout(60)
class ParallelTest {

    interface Body {
        void run(Worker worker) throws Exception;
    }

    /** Runs one step, and fails with what it threw. */
    private static void inStep(Engine engine, Body body) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Ledger ledger = new Ledger(1, (index, worker) -> thrown.set(catchThrowable(() -> body.run(worker))));
        try (Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
        }
        assertThat(thrown.get()).isNull();
    }

    static void inStep(int workers, Body body) throws InterruptedException {
        try (Engine engine = Engines.start(workers)) {
            inStep(engine, body);
        }
    }

    /** Returns when another worker looks for work. */
    static void awaitWanted(Worker worker) {
        try (Scope scope = worker.openScope()) {
            while (!scope.isWanted()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Throws an exception of its own: one of the JVM's has no message any more when its code is hot. */
    private static int unless(boolean failing, int value) {
        if (failing) {
            throw new IllegalStateException("planted");
        }
        return value;
    }

    private static boolean meet(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
        return true;
    }

    @Test
    void two_elements_run_at_the_same_time_when_a_worker_is_idle() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        inStep(2, worker -> {
            awaitWanted(worker);
            assertThat(Parallel.map(worker, 2, i -> meet(both))).containsExactly(true, true);
        });
    }

    @Test
    void a_worker_that_waits_for_its_other_half_is_given_a_part_of_it() throws InterruptedException {
        int n = 4_096;
        CountDownLatch halfGiven = new CountDownLatch(1);
        AtomicBoolean ownDone = new AtomicBoolean();
        AtomicBoolean helped = new AtomicBoolean();
        inStep(2, worker -> {
            Thread owner = Thread.currentThread();
            awaitWanted(worker);
            Parallel.map(worker, n, i -> {
                if (i == 0) {
                    halfGiven.await();
                } else if (i == n / 2 - 1) {
                    ownDone.set(true);
                } else if (i == n / 2) {
                    halfGiven.countDown();
                } else if (i > n / 2) {
                    if (Thread.currentThread() == owner) {
                        helped.set(true);
                    }
                    // Goes on to the next element while the owner is parked and has been given nothing.
                    Joiner here = ((WorkerThread) Thread.currentThread()).joiner();
                    while (!helped.get()
                            && !(ownDone.get()
                                    && here.hasNothingToSteal()
                                    && owner.getState() != Thread.State.RUNNABLE)) {
                        Thread.onSpinWait();
                    }
                }
                return i;
            });
        });
        assertThat(helped).isTrue();
    }

    @Test
    void nothing_is_forked_when_nobody_is_idle() throws InterruptedException {
        inStep(1, worker -> {
            Thread owner = Thread.currentThread();
            try (Scope outer = worker.openScope()) {
                Joiner joiner = outer.joiner("test", null);
                Parallel.map(worker, 1_000, i -> {
                    assertThat(Thread.currentThread()).isSameAs(owner);
                    assertThat(joiner.hasNothingToSteal()).isTrue();
                    return i;
                });
            }
        });
    }

    @Test
    void the_failure_of_the_lowest_index_is_thrown_as_it_is_and_interrupts_the_others() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        IOException onPurpose = new IOException("on purpose");
        inStep(2, worker -> {
            awaitWanted(worker);
            assertThatThrownBy(() -> Parallel.map(worker, 2, i -> {
                        if (i == 0) {
                            begun.await();
                            throw onPurpose;
                        }
                        begun.countDown();
                        try {
                            return meet(new CountDownLatch(2));
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                            throw e;
                        }
                    }))
                    .isSameAs(onPurpose);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        assertThat(interrupted).isTrue();
    }

    @Test
    void a_later_failure_comes_first_and_the_lower_one_is_thrown_all_the_same() throws InterruptedException {
        CountDownLatch failing = new CountDownLatch(1);
        inStep(2, worker -> {
            awaitWanted(worker);
            assertThatThrownBy(() -> Parallel.reduce(
                            worker,
                            4,
                            0.0,
                            i -> {
                                if (i == 2) {
                                    failing.countDown();
                                    throw new IllegalStateException("2");
                                }
                                failing.await();
                                if (i == 1) {
                                    throw new IllegalStateException("1");
                                }
                                return i;
                            },
                            Double::sum))
                    .hasMessage("1");
        });
    }

    @Test
    void elements_above_a_failure_are_not_begun_and_the_worker_goes_on() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        inStep(1, worker -> {
            assertThatThrownBy(() -> Parallel.map(worker, 1_000_000, i -> {
                        ran.incrementAndGet();
                        return 10 / (5 - i);
                    }))
                    .isInstanceOf(ArithmeticException.class);
            assertThat(ran).hasValue(6);
            assertThat(Parallel.map(worker, 3, i -> i)).containsExactly(0, 1, 2);
        });
    }

    @Test
    void a_failure_that_another_worker_meets_reaches_the_caller_unwrapped() throws InterruptedException {
        CountDownLatch stolen = new CountDownLatch(1);
        Error onPurpose = new StackOverflowError("on purpose");
        inStep(2, worker -> {
            awaitWanted(worker);
            assertThatThrownBy(() -> Parallel.map(worker, 2, i -> {
                        if (i == 1) {
                            stolen.countDown();
                            throw onPurpose;
                        }
                        stolen.await();
                        return i;
                    }))
                    .isSameAs(onPurpose);
        });
    }

    @Test
    void a_combination_that_fails_is_a_failure() throws InterruptedException {
        inStep(
                2,
                worker -> assertThatThrownBy(() -> Parallel.reduce(worker, 100, "", String::valueOf, (left, right) -> {
                            throw new IllegalStateException(left + right);
                        }))
                        .hasMessage("01"));
    }

    @Test
    void a_cancelled_step_interrupts_its_elements_on_all_workers() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger interrupted = new AtomicInteger();
        Ledger ledger = new Ledger(1, (index, worker) -> {
            awaitWanted(worker);
            mapOrInterrupt(worker, i -> {
                try {
                    meet(both);
                    return meet(new CountDownLatch(2));
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
            });
        });
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            both.await();
            lane.cancel();
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactly("failed InterruptedException 0");
        assertThat(interrupted).hasValue(2);
    }

    private static void mapOrInterrupt(Worker worker, Parallel.Element<Boolean> element) throws InterruptedException {
        try {
            Parallel.map(worker, 2, element);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_interrupt_ends_elements_that_never_look_for_it() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Ledger ledger = new Ledger(
                1,
                (index, worker) -> thrown.set(catchThrowable(() -> Parallel.reduce(
                        worker,
                        Integer.MAX_VALUE,
                        0.0,
                        i -> {
                            begun.countDown();
                            return i;
                        },
                        Double::sum))));
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            begun.await();
            lane.cancel();
            ledger.awaitOnceEach();
        }
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void maps_nest_on_whatever_worker_the_element_runs() throws InterruptedException {
        inStep(3, worker -> {
            List<List<Integer>> tables = Parallel.map(worker, 50, i -> Parallel.map(worker, 50, j -> i * j));
            assertThat(tables)
                    .isEqualTo(IntStream.range(0, 50)
                            .mapToObj(i ->
                                    IntStream.range(0, 50).mapToObj(j -> i * j).toList())
                            .toList());
        });
    }

    @Test
    void a_worker_that_has_done_its_part_helps_with_maps_inside_the_other_parts() throws InterruptedException {
        CountDownLatch outside = new CountDownLatch(2);
        CountDownLatch inside = new CountDownLatch(2);
        inStep(2, worker -> {
            awaitWanted(worker);
            List<Integer> sizes = Parallel.map(worker, 2, i -> {
                meet(outside);
                if (i == 0) {
                    return 0;
                }
                // The worker of the first element has nothing left but to wait for this one.
                awaitWanted(worker);
                return Parallel.map(worker, 2, k -> meet(inside)).size();
            });
            assertThat(sizes).containsExactly(0, 2);
        });
    }

    @Test
    void nested_failures_stay_where_they_are_caught() throws InterruptedException {
        inStep(3, worker -> {
            List<String> messages = Parallel.map(
                    worker,
                    50,
                    i -> Objects.requireNonNull(catchThrowable(() -> Parallel.map(worker, 50, j -> unless(j == i, j)))
                            .getMessage()));
            assertThat(messages).hasSize(50).containsOnly("planted");
        });
    }

    @Test
    void an_inline_engine_computes_on_its_own_thread() throws InterruptedException {
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        Thread here = Thread.currentThread();
        try (Engine engine = Engines.start(0);
                Engine inline = engine.inline();
                Lane lane = inline.lane(0)) {
            Ledger ledger = new Ledger(1, (index, worker) -> result.set(sumHere(worker, here)));
            lane.submit(ledger, 0, 1);
            assertThat(inline.crew().serve()).isTrue();
            ledger.awaitOnceEach();
        }
        assertThat(result.get()).isEqualTo(4950.0);
    }

    private static double sumHere(Worker worker, Thread here) {
        try {
            return Parallel.reduce(
                    worker,
                    100,
                    0.0,
                    i -> {
                        assertThat(Thread.currentThread()).isSameAs(here);
                        return i;
                    },
                    Double::sum);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void no_elements_are_the_identity_and_fewer_are_refused() throws InterruptedException {
        inStep(1, worker -> {
            assertThat(Parallel.map(worker, 0, i -> i)).isEmpty();
            assertThat(Parallel.reduce(worker, 0, 7.0, i -> i, Double::sum)).isEqualTo(7.0);
            assertThat(Parallel.reduce(worker, 1, 7.0, i -> 1, Double::sum)).isEqualTo(1.0);
            assertThatThrownBy(() -> Parallel.map(worker, -1, i -> i))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid number of elements: must be at least 0, is -1");
        });
    }

    @Test
    void a_thread_that_is_no_worker_is_refused() throws InterruptedException {
        AtomicReference<@Nullable Worker> kept = new AtomicReference<>();
        try (Engine engine = Engines.start(1)) {
            inStep(engine, kept::set);
            assertThatThrownBy(() -> Parallel.map(Objects.requireNonNull(kept.get()), 3, i -> i))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot open a scope on main: it runs no step of engine");
        }
    }
}
