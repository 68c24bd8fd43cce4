package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.engine.Neighbourhood.Spot;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines whose workers live on nodes, and move. */
@Tag("ENG-07")
@Timeout(60)
class RearrangeTest {

    private static Neighbourhood nodes(int workers, int nodes) {
        return new Neighbourhood(IntStream.range(0, workers)
                .mapToObj(worker -> new Spot(worker % nodes, worker % nodes))
                .toList());
    }

    @Test
    void a_worker_moves_between_two_chunks_and_not_within_one() throws InterruptedException {
        AtomicInteger core = new AtomicInteger(7);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch moved = new CountDownLatch(1);
        List<Integer> cores = new CopyOnWriteArrayList<>();
        Ledger ledger = new Ledger(3, (index, worker) -> {
            if (index == 0) {
                running.countDown();
                moved.await();
            }
            cores.add(worker.core());
        });
        EngineOptions options = new EngineOptions("moving", 1, Engines.GRACE, worker -> core.get());
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            lane.submit(ledger, 2, 3);
            running.await();
            core.set(9);
            engine.rearrange(nodes(1, 1));
            moved.countDown();
            ledger.awaitOnceEach();
            assertThat(engine.statistics()).extracting(WorkerStatistics::core).containsExactly(9);
        }
        assertThat(cores).containsExactly(7, 7, 9);
    }

    @Test
    void a_sleeping_worker_moves_before_it_works_again() throws InterruptedException {
        AtomicInteger core = new AtomicInteger(7);
        ConcurrentLinkedQueue<Integer> cores = new ConcurrentLinkedQueue<>();
        Ledger ledger = new Ledger(1, (index, worker) -> cores.add(worker.core()));
        EngineOptions options = new EngineOptions("sleeping", 1, Engines.GRACE, worker -> core.get());
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            Engines.awaitAsleep(engine);
            core.set(9);
            engine.rearrange(nodes(1, 1));
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
        }
        assertThat(cores).containsExactly(9);
    }

    @Test
    void every_step_ends_once_while_workers_move_between_nodes() throws InterruptedException {
        int chunks = 200;
        int size = 16;
        EngineOptions options = Engines.options(4).within(nodes(4, 2));
        try (Engine engine = Engine.start(options)) {
            for (int round = 1; round <= 10; round++) {
                Ledger ledger = new Ledger(chunks * size, (index, worker) -> {});
                try (Lane old = engine.lane(round);
                        Lane young = engine.lane(round + 100)) {
                    for (int chunk = 0; chunk < chunks; chunk++) {
                        (chunk % 2 == 0 ? old : young).submit(ledger, chunk * size, (chunk + 1) * size);
                        if (chunk == chunks / 2) {
                            engine.rearrange(nodes(4, 1 + round % 4));
                        }
                    }
                    ledger.awaitOnceEach();
                }
            }
        }
    }

    @Test
    void work_of_one_node_is_done_by_the_workers_of_another() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        Ledger ledger = new Ledger(21, (index, worker) -> {
            if (index == 0) {
                busy.countDown();
                done.await();
            } else {
                done.countDown();
            }
        });
        try (Engine engine = Engine.start(Engines.options(2).within(nodes(2, 2)));
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            busy.await();
            for (int step = 1; step <= 20; step++) {
                lane.submit(ledger, step, step + 1);
            }
            ledger.awaitOnceEach();
        }
    }
}
