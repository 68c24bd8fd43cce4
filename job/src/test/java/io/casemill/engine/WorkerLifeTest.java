package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How workers start and end, and what they own meanwhile. */
@Tag("ENG-20")
@Timeout(60)
class WorkerLifeTest {

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    /** Says on which thread it was closed. */
    private final class Instance implements AutoCloseable {
        private final String name;
        private final CountDownLatch closed = new CountDownLatch(1);

        Instance(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            log.add(name + " closed on " + Thread.currentThread().getName());
            closed.countDown();
        }
    }

    @Test
    void worker_knows_the_core_that_its_start_returned_and_daemon_threads_bear_its_name() throws InterruptedException {
        EngineOptions options = new EngineOptions("pinned", 2, Engines.GRACE, worker -> 10 + worker);
        Ledger ledger = new Ledger(
                1,
                (index, worker) -> log.add(Thread.currentThread().getName() + " "
                        + Thread.currentThread().isDaemon() + " " + (worker.core() - worker.index())));
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
            assertThat(engine.workers()).isEqualTo(2);
            assertThat(engine.statistics()).extracting(WorkerStatistics::core).containsExactly(10, 11);
        }
        assertThat(log).singleElement().asString().matches("pinned-worker-[01] true 10");
    }

    @Test
    void start_fails_when_a_worker_cannot_start_and_leaves_no_thread() {
        EngineOptions options = new EngineOptions("unpinned", 3, Engines.GRACE, worker -> {
            if (worker == 1) {
                throw new IllegalStateException("no core left");
            }
            return -1;
        });
        assertThatThrownBy(() -> Engine.start(options))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot start unpinned-worker-1: no core left");
        assertThat(Engines.liveThreads("unpinned")).isZero();
    }

    @Test
    void local_instance_is_made_once_and_closed_on_its_own_thread_when_released() throws InterruptedException {
        Instance instance = new Instance("a");
        Ledger ledger = new Ledger(2, (index, worker) -> {
            Instance local = worker.local("key", () -> index == 0 ? instance : new Instance("never"));
            log.add("used " + local.name);
        });
        EngineOptions options = Engines.options(1);
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            ledger.awaitOnceEach();
            Engines.awaitAsleep(engine);
            engine.release("unknown key");
            engine.release("key");
            instance.closed.await();
        }
        assertThat(log).containsExactly("used a", "used a", "a closed on " + options.name() + "-worker-0");
    }

    @Test
    void close_closes_local_instances_on_their_own_threads_and_leaks_no_thread() throws InterruptedException {
        EngineOptions options = Engines.options(2);
        CountDownLatch both = new CountDownLatch(2);
        Ledger ledger = new Ledger(2, (index, worker) -> {
            worker.local("key", () -> new Instance("w" + worker.index()));
            both.countDown();
            both.await();
        });
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            lane.submit(ledger, 1, 2);
            ledger.awaitOnceEach();
        }
        assertThat(log)
                .containsExactlyInAnyOrder(
                        "w0 closed on " + options.name() + "-worker-0", "w1 closed on " + options.name() + "-worker-1");
        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Test
    void local_instance_of_an_abandoned_thread_is_closed_when_it_comes_back() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        Instance instance = new Instance("late");
        Ledger ledger = new Ledger(1, (index, worker) -> {
            worker.local("key", () -> instance);
            deaf.run(index, worker);
        });
        EngineOptions options = Engines.options(1);
        try (Engine engine = Engine.start(options, clock)) {
            Lane lane = engine.lane(0);
            lane.submit(ledger, 0, 1);
            deaf.awaitBegun();
            lane.cancel();
            deaf.awaitInterrupted();
            clock.advance(Engines.GRACE);
            ledger.awaitOnceEach();
            assertThat(log).isEmpty();
            deaf.release();
            instance.closed.await();
        }
        assertThat(log).containsExactly("late closed on " + options.name() + "-worker-0");
    }

    @Test
    void close_of_a_local_instance_that_hangs_is_interrupted_and_the_engine_still_closes() throws InterruptedException {
        ManualClock clock = new ManualClock();
        CountDownLatch hanging = new CountDownLatch(1);
        Ledger ledger = new Ledger(
                1,
                (index, worker) -> worker.local("key", () -> () -> {
                    hanging.countDown();
                    new CountDownLatch(1).await();
                }));
        try (Engine engine = Engines.start(1, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
            engine.release("key");
            hanging.await();
            clock.advance(Engines.GRACE);
            Ledger after = new Ledger(1, (index, worker) -> {});
            lane.submit(after, 0, 1);
            after.awaitOnceEach();
        }
    }

    @Test
    void local_instance_is_refused_to_a_foreign_thread() throws InterruptedException {
        List<Worker> workers = Collections.synchronizedList(new ArrayList<>());
        Ledger ledger = new Ledger(1, (index, worker) -> workers.add(worker));
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
            assertThatThrownBy(() -> workers.get(0).local("key", () -> new Instance("never")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot use a local instance of Thread[");
        }
        assertThat(log).isEmpty();
    }
}
