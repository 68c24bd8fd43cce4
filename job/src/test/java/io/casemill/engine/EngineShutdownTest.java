package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However and whenever an engine is closed: it ends, everything in it ends once, and no thread is left. */
@Tag("ENG-20")
@Timeout(60)
class EngineShutdownTest {

    private final EngineOptions options = Engines.options(3);
    private final Engine engine = Engine.start(options);

    @Test
    void close_of_an_engine_that_never_worked_leaves_nothing() {
        engine.close();

        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Test
    void close_wakes_workers_that_sleep_without_limit() {
        Engines.awaitParked(engine, options.name());
        engine.close();

        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Test
    void every_close_returns_after_the_end_and_the_second_does_nothing_more() throws InterruptedException {
        CountDownLatch occupied = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Ledger ledger = new Ledger(1, (index, worker) -> {
            occupied.countDown();
            gate.await();
        });
        engine.lane(0).submit(ledger, 0, 1);
        occupied.await();
        AtomicInteger tooEarly = new AtomicInteger();
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread closer = new Thread(() -> {
                engine.close();
                tooEarly.addAndGet(ledger.events().isEmpty() ? 1 : 0);
            });
            closers.add(closer);
            closer.start();
        }
        while (!engine.crew().monitor().isClosing()) {
            Thread.onSpinWait();
        }
        gate.countDown();
        for (Thread closer : closers) {
            closer.join();
        }
        engine.close();

        assertThat(ledger.events()).containsExactly("ran 0");
        assertThat(tooEarly).hasValue(0);
        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Test
    void close_on_an_interrupted_thread_waits_all_the_same_and_keeps_the_interrupt() throws InterruptedException {
        List<Boolean> flags = new ArrayList<>();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            engine.close();
            flags.add(Thread.currentThread().isInterrupted());
        });
        closer.start();
        closer.join();

        assertThat(flags).containsExactly(true);
        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Test
    void close_skips_what_any_lane_has_left_and_a_lane_may_be_closed_afterwards() throws InterruptedException {
        CountDownLatch occupied = new CountDownLatch(3);
        CountDownLatch gate = new CountDownLatch(1);
        Ledger running = new Ledger(3, (index, worker) -> {
            occupied.countDown();
            gate.await();
        });
        Ledger queued = new Ledger(20, (index, worker) -> {});
        Lane lane = engine.lane(0);
        for (int index = 0; index < 3; index++) {
            lane.submit(running, index, index + 1);
        }
        occupied.await();
        Lane first = engine.lane(1);
        Lane second = engine.lane(2);
        first.submit(queued, 0, 10);
        second.submit(queued, 10, 20);
        Thread closer = new Thread(engine::close);
        closer.start();
        queued.awaitOnceEach();
        gate.countDown();
        closer.join();
        first.close();
        second.cancel();

        running.awaitOnceEach();
        queued.awaitOnceEach();
        assertThat(queued.events()).allMatch(event -> event.startsWith("skipped"));
    }

    @Test
    void close_while_steps_fork_ends_each_step_once() throws InterruptedException {
        CountDownLatch forking = new CountDownLatch(1);
        Ledger ledger = new Ledger(8, (index, worker) -> {
            try (Scope scope = worker.openScope()) {
                for (int fork = 0; fork < 2_000; fork++) {
                    scope.fork(Object::new);
                    forking.countDown();
                }
                scope.join();
            }
        });
        Lane lane = engine.lane(0);
        for (int index = 0; index < 8; index++) {
            lane.submit(ledger, index, index + 1);
        }
        forking.await();
        engine.close();

        ledger.awaitOnceEach();
        assertThat(Engines.liveThreads(options.name())).isZero();
    }

    @Tag("ENG-04")
    @Test
    void an_idle_engine_parks_all_its_threads_without_limit() throws InterruptedException {
        Ledger ledger = new Ledger(1_000, (index, worker) -> {});
        try (engine;
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1_000);
            ledger.awaitOnceEach();
            Engines.awaitParked(engine, options.name());
        }
    }
}
