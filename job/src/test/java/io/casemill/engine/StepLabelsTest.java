package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose step a thread says that it works for. */
@Tag("ENG-23")
@Timeout(60)
class StepLabelsTest {

    private final List<Map<String, String>> seen = Collections.synchronizedList(new ArrayList<>());

    /** Steps that have their index as a label. */
    private static class Labelled extends Ledger {

        Labelled(int steps, Act act) {
            super(steps, act);
        }

        @Override
        public Map<String, String> labels(int index) {
            return Map.of("step", String.valueOf(index));
        }
    }

    private void look() {
        seen.add(StepLabels.here());
    }

    private static Map<String, String> step(int index) {
        return Map.of("step", String.valueOf(index), "worker", "0");
    }

    @Test
    void a_worker_has_the_labels_of_the_step_in_hand_and_no_other_thread_has_them() throws InterruptedException {
        Ledger ledger = new Labelled(3, (index, worker) -> look());
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            lane.submit(ledger, 2, 3);
            ledger.awaitOnceEach();
            look();
        }
        assertThat(seen).containsExactly(step(0), step(1), step(2), Map.of());
    }

    @Test
    void between_two_steps_a_worker_is_only_itself() throws InterruptedException {
        Ledger ledger =
                new Labelled(2, (index, worker) -> {
                    throw new IllegalStateException("made by the test");
                }) {
                    @Override
                    public void failed(int index, Throwable thrown) {
                        look();
                        super.failed(index, thrown);
                    }
                };
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            ledger.awaitOnceEach();
        }
        assertThat(seen).containsExactly(Map.of("worker", "0"), Map.of("worker", "0"));
    }

    @Test
    void a_thread_that_a_step_starts_has_its_labels_until_the_step_ends() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        Thread[] child = new Thread[1];
        Ledger ledger = new Labelled(2, (index, worker) -> {
            if (index == 0) {
                CountDownLatch looked = new CountDownLatch(2);
                child[0] = new Thread(() -> {
                    look();
                    new Thread(() -> {
                                look();
                                looked.countDown();
                            })
                            .start();
                    looked.countDown();
                    await(second);
                    look();
                });
                child[0].start();
                looked.await();
            } else {
                second.countDown();
                child[0].join();
            }
        });
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            ledger.awaitOnceEach();
        }
        assertThat(seen).containsExactly(step(0), step(0), Map.of());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_line_that_tells_of_a_stuck_worker_has_the_labels_of_its_step() throws InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getMessage().contains("is stuck")) {
                    lines.add(Thread.currentThread().getName());
                    look();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.casemill.engine");
        logger.addHandler(handler);
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        Ledger ledger = new Labelled(2, (index, worker) -> {
            if (index == 1) {
                deaf.run(index, worker);
                look();
            }
        });
        EngineOptions options = Engines.options(1);
        try (Engine engine = Engine.start(options, clock)) {
            Lane lane = engine.lane(0);
            lane.submit(ledger, 0, 2);
            deaf.awaitBegun();
            Thread lost = engine.crew().at(0).thread();
            lane.cancel();
            deaf.awaitInterrupted();
            clock.advance(Engines.GRACE);
            ledger.awaitOnceEach();
            assertThat(lines).containsExactly(options.name() + "-monitor");
            assertThat(seen).containsExactly(step(1));

            deaf.release();
            lost.join();
            assertThat(seen).as("the abandoned thread still is in its step").containsExactly(step(1), step(1));
        } finally {
            logger.removeHandler(handler);
        }
    }
}
