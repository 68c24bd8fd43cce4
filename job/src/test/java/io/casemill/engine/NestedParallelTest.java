package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one map must not do to another, and what an interrupt does that somebody has swallowed within one. */
@Tag("ENG-14")
@Timeout(60)
class NestedParallelTest {

    @Test
    void a_failure_in_one_map_does_not_interrupt_a_worker_that_helps_with_it() throws InterruptedException {
        CountDownLatch stolen = new CountDownLatch(1);
        CountDownLatch helping = new CountDownLatch(1);
        ParallelTest.inStep(2, worker -> {
            ParallelTest.awaitWanted(worker);
            List<Integer> caught = Parallel.map(worker, 2, i -> {
                if (i == 0) {
                    stolen.await();
                    return 0;
                }
                stolen.countDown();
                return failing(worker, helping);
            });
            assertThat(caught).containsExactly(0, 7);
        });
    }

    /** Fails while the other worker, which waits for this, is within a map of the part that it took. */
    private static int failing(Worker worker, CountDownLatch helping) throws Exception {
        ParallelTest.awaitWanted(worker);
        try {
            Parallel.map(worker, 2, i -> {
                if (i == 0) {
                    helping.await();
                    throw new IllegalStateException("planted");
                }
                return Parallel.map(worker, 2, j -> {
                    helping.countDown();
                    return awaitCancelled(worker);
                });
            });
            return -1;
        } catch (IllegalStateException e) {
            return 7;
        }
    }

    private static boolean awaitCancelled(Worker worker) {
        try (Scope scope = worker.openScope()) {
            while (!scope.isCancelled()) {
                Thread.onSpinWait();
            }
        }
        return true;
    }

    @Test
    void an_interrupt_that_an_element_swallows_keeps_the_next_from_beginning() throws InterruptedException {
        assertThat(swallowing(2)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_interrupt_that_the_last_element_swallows_ends_the_map_all_the_same() throws InterruptedException {
        assertThat(swallowing(1)).isInstanceOf(InterruptedException.class);
    }

    /** What a map throws that swallows an interrupt of its step in the first of n elements. */
    private static @Nullable Throwable swallowing(int n) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Ledger ledger = new Ledger(
                1,
                (index, worker) -> thrown.set(catchThrowable(() -> Parallel.map(worker, n, i -> {
                    assertThat(i).as("elements that begin").isZero();
                    begun.countDown();
                    return catchThrowable(new CountDownLatch(1)::await);
                }))));
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            begun.await();
            lane.cancel();
            ledger.awaitOnceEach();
        }
        return thrown.get();
    }
}
