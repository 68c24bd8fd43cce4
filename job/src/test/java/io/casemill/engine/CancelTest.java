package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("ENG-15")
@Timeout(60)
class CancelTest {

    @Test
    void cancel_skips_what_is_queued_and_interrupts_what_runs() throws InterruptedException {
        CountDownLatch occupied = new CountDownLatch(1);
        Ledger ledger = new Ledger(6, (index, worker) -> {
            occupied.countDown();
            new CountDownLatch(1).await();
        });
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 3);
            lane.submit(ledger, 3, 6);
            occupied.await();
            lane.cancel();
            ledger.awaitOnceEach();

            assertThat(ledger.events())
                    .containsExactlyInAnyOrder(
                            "failed InterruptedException 0",
                            "skipped 1",
                            "skipped 2",
                            "skipped 3",
                            "skipped 4",
                            "skipped 5");
            assertThatThrownBy(() -> lane.submit(ledger, 0, 1))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("Cannot submit to lane 0: it is cancelled");
        }
    }

    @Test
    void cancel_leaves_other_lanes_alone() throws InterruptedException {
        CountDownLatch occupied = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Ledger ledger = new Ledger(2, (index, worker) -> {
            occupied.countDown();
            gate.await();
        });
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0);
                Lane other = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            occupied.await();
            other.cancel();
            gate.countDown();
            ledger.awaitOnceEach();
        }
        assertThat(ledger.events()).containsExactly("ran 0", "ran 1");
    }

    @Test
    void cancel_race_every_step_ends_once_whoever_has_it() throws InterruptedException {
        try (Engine engine = Engines.start(3)) {
            for (int round = 0; round < 300; round++) {
                CountDownLatch begun = new CountDownLatch(1);
                Ledger ledger = new Ledger(600, (index, worker) -> begun.countDown());
                Lane lane = engine.lane(round);
                for (int chunk = 0; chunk < 6; chunk++) {
                    lane.submit(ledger, chunk * 100, (chunk + 1) * 100);
                }
                begun.await();
                lane.cancel();
                ledger.awaitOnceEach();
            }
        }
    }

    @Test
    void a_cancelled_step_that_ignores_its_interrupt_is_given_up_after_the_grace() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        Ledger ledger = new Ledger(1, deaf);
        try (Engine engine = Engines.start(1, clock)) {
            Lane lane = engine.lane(0);
            lane.submit(ledger, 0, 1);
            deaf.awaitBegun();
            lane.cancel();
            deaf.awaitInterrupted();
            clock.advance(Engines.GRACE);
            ledger.awaitOnceEach();

            assertThat(ledger.events()).containsExactly("stuck 0");
            deaf.release();
        }
    }
}
