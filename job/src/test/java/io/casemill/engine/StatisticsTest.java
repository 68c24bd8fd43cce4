package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the workers count while they work, and what counting costs them. */
@Tag("ENG-21")
@Timeout(60)
class StatisticsTest {

    private final ManualClock clock = new ManualClock();

    private static WorkerStatistics only(Engine engine) {
        return engine.statistics().get(0);
    }

    @Test
    void run_times_queues_and_times_are_seen_while_a_step_runs() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Ledger ledger = new Ledger(5, (index, worker) -> {
            clock.advance(Duration.ofMillis(10).multipliedBy(index + 1));
            if (index == 1) {
                second.countDown();
                gate.await();
            }
        });
        try (Engine engine = Engines.start(1, clock);
                Lane lane = engine.lane(0)) {
            Engines.awaitAsleep(engine);
            clock.advance(Duration.ofSeconds(3));
            assertThat(only(engine).parkedNanos())
                    .isEqualTo(Duration.ofSeconds(3).toNanos());

            lane.submit(ledger, 0, 3);
            lane.submit(ledger, 3, 4);
            lane.submit(ledger, 4, 5);
            second.await();
            clock.advance(Duration.ofMillis(5));

            WorkerStatistics running = only(engine);
            assertThat(running.executed()).isEqualTo(1);
            assertThat(running.runTimes().maxNanos()).isEqualTo(10_000_000);
            assertThat(running.busyNanos()).isEqualTo(35_000_000);
            assertThat(running.parkedNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
            assertThat(engine.queued()).isEqualTo(2);

            gate.countDown();
            ledger.awaitOnceEach();
            Engines.awaitAsleep(engine);
            WorkerStatistics ended = only(engine);
            assertThat(ended.executed()).isEqualTo(5);
            assertThat(ended.runTimes().count()).isEqualTo(5);
            assertThat(ended.runTimes().sumNanos()).isEqualTo(155_000_000);
            assertThat(ended.runTimes().maxNanos()).isEqualTo(50_000_000);
            assertThat(ended.busyNanos()).isEqualTo(155_000_000);
            assertThat(engine.queued()).isZero();
        }
    }

    @Test
    void chunks_in_a_deque_are_counted_as_queued() throws InterruptedException {
        CountDownLatch offered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Engine[] engine = new Engine[1];
        Lane[] lane = new Lane[1];
        Ledger[] ledger = new Ledger[1];
        ledger[0] = new Ledger(3, (index, worker) -> {
            if (index == 0) {
                engine[0].crew().at(0).hand().offer(new Chunk(lane[0], ledger[0], 1, 2));
                engine[0].crew().at(0).hand().offer(new Chunk(lane[0], ledger[0], 2, 3));
                offered.countDown();
                gate.await();
            }
        });
        try (Engine one = Engines.start(1);
                Lane only = one.lane(0)) {
            engine[0] = one;
            lane[0] = only;
            only.submit(ledger[0], 0, 1);
            offered.await();
            assertThat(only(one).queued()).isEqualTo(2);
            gate.countDown();
            ledger[0].awaitOnceEach();
            Engines.awaitAsleep(one);
            assertThat(only(one).queued()).isZero();
        }
    }

    @Test
    void a_worker_that_is_replaced_keeps_its_figures_and_its_lost_time_stands_still() throws InterruptedException {
        Deaf deaf = new Deaf();
        Ledger ledger = new Ledger(2, (index, worker) -> {
            if (index == 1) {
                deaf.run(index, worker);
            }
        });
        try (Engine engine = Engines.start(1, clock)) {
            Lane lane = engine.lane(0);
            lane.submit(ledger, 0, 2);
            deaf.awaitBegun();
            clock.advance(Duration.ofMillis(7));
            lane.cancel();
            deaf.awaitInterrupted();
            clock.advance(Engines.GRACE);
            ledger.awaitOnceEach();
            Engines.awaitAsleep(engine);
            long lost = Engines.GRACE.plusMillis(7).toNanos();
            clock.advance(Duration.ofMinutes(1));

            WorkerStatistics statistics = only(engine);
            assertThat(statistics.busyNanos()).isEqualTo(lost);
            assertThat(statistics.executed()).isEqualTo(1);
            assertThat(statistics.stuck()).isEqualTo(1);
            assertThat(statistics.lost()).isEqualTo(1);
            deaf.release();
        }
    }

    @Test
    void steal_efficiency_is_the_share_of_looks_that_found_work() {
        Counters counters = new Counters();
        counters.make();
        assertThat(counters.snapshot(0, 0, 0, clock).stealEfficiency()).isNaN();
        counters.stolen();
        for (int i = 0; i < 3; i++) {
            counters.foundNothing();
        }
        WorkerStatistics one = counters.snapshot(0, 0, 4, clock);
        assertThat(one.stealEfficiency()).isEqualTo(0.25);
        WorkerStatistics total = WorkerStatistics.total(List.of(one, one));
        assertThat(List.of(total.steals(), total.failedSteals(), total.queued()))
                .isEqualTo(List.of(2L, 6L, 8L));
        assertThat(total.since(one).steals()).isEqualTo(1);
    }

    @Test
    @Tag("ENG-10")
    void a_reader_beside_the_writer_sees_figures_that_only_grow_and_in_the_end_all() throws InterruptedException {
        int steps = 300_000;
        Counters counters = new Counters();
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong time = new AtomicLong();
        Clock shared = new Clock() {
            @Override
            public long nanoTime() {
                return time.get();
            }

            @Override
            public void parkUntil(long moment) {
                throw new UnsupportedOperationException();
            }
        };
        Thread writer = new Thread(() -> {
            counters.make();
            for (int i = 0; i < steps; i++) {
                counters.busyFrom(time.get());
                time.incrementAndGet();
                counters.ran(i % 1_000);
                counters.stolen();
                counters.busyUntil(time.get());
            }
            done.set(true);
        });
        writer.start();
        WorkerStatistics before = counters.snapshot(0, 0, 0, shared);
        while (!done.get()) {
            WorkerStatistics now = counters.snapshot(0, 0, 0, shared);
            WorkerStatistics step = now.since(before);
            assertThat(List.of(
                            step.executed(),
                            step.steals(),
                            step.busyNanos(),
                            step.runTimes().sumNanos()))
                    .allMatch(grown -> grown >= 0);
            assertThat(now.runTimes().count()).isBetween(before.runTimes().count(), (long) steps);
            assertThat(now.runTimes().quantileNanos(0.99)).isLessThan(1_024);
            before = now;
        }
        writer.join();
        WorkerStatistics all = counters.snapshot(0, 0, 0, shared);
        assertThat(List.of(all.executed(), all.steals(), all.runTimes().count(), all.busyNanos()))
                .containsOnly((long) steps);
        assertThat(all.runTimes().sumNanos()).isEqualTo(steps / 1_000 * 499_500L);
    }

    @Test
    @Tag("ENG-10")
    void a_step_allocates_nothing() throws InterruptedException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long limit = Duration.ofMinutes(5).toNanos();
        int warm = 20_000;
        int measured = 20_000;
        long[] allocated = new long[2];
        Ledger ends = new Ledger(2, (index, worker) -> allocated[index] = threads.getCurrentThreadAllocatedBytes());
        Steps many = new Steps() {
            @Override
            public long timeoutNanos(int index) {
                return limit;
            }

            @Override
            public void run(int index, Worker worker) {
                // Nothing: only the engine's own path counts.
            }

            @Override
            public void stuck(int index, Worker worker) {}

            @Override
            public void skipped(int index) {}

            @Override
            public void failed(int index, Throwable thrown) {}
        };
        Engine engine = Engines.start(1);
        try (engine;
                Lane lane = engine.lane(0)) {
            lane.submit(many, 0, warm);
            lane.submit(ends, 0, 1);
            lane.submit(many, 0, measured);
            lane.submit(ends, 1, 2);
            ends.awaitOnceEach();
        }
        assertThat(only(engine).executed()).isEqualTo(warm + measured + 2);
        assertThat(allocated[1] - allocated[0])
                .as("bytes in %d steps", measured)
                .isLessThan(measured);
    }

    @Test
    @Tag("ENG-10")
    void cells_are_a_prefetched_pair_of_lines_away_from_all_else_and_made_by_their_worker() throws Exception {
        Crew crew = new Crew(Engines.options(1), Clock.system());
        Counters counters = crew.at(0).counters();
        assertThat(counters.isMade()).isFalse();
        assertThat(crew.statistics().get(0).executed()).isZero();
        crew.start();
        try {
            assertThat(counters.isMade()).isTrue();
            PaddedLongs cells = (PaddedLongs) value(counters, "cells");
            long[] array = (long[]) value(cells, "cells");
            counters.ran(Long.MAX_VALUE);
            counters.ran(0);
            int pad = 128 / Long.BYTES;
            for (int i = 0; i < pad; i++) {
                assertThat(array[i] | array[array.length - 1 - i])
                        .as("padding on both sides")
                        .isZero();
            }
            assertThat(array[pad] | array[array.length - 1 - pad])
                    .as("the first and the last cell")
                    .isNotZero();
            assertThat(Counters.class.getDeclaredFields())
                    .filteredOn(field -> !java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                    .hasSize(1);
        } finally {
            crew.close();
        }
    }

    private static Object value(Object of, String field) throws ReflectiveOperationException {
        Field declared = of.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        return declared.get(of);
    }
}
