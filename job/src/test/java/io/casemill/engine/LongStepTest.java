package io.casemill.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that a chunk has behind a long one. */
@Timeout(60)
class LongStepTest {

    private final ManualClock clock = new ManualClock();

    @Tag("ENG-05")
    @Test
    void steps_behind_a_long_one_go_to_who_has_nothing_to_do() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch behind = new CountDownLatch(2);
        Ledger ledger =
                new Ledger(4, (index, worker) -> {
                    if (index == 0) {
                        // No worker is idle while the other one begins its chunk, which it therefore keeps whole.
                        busy.countDown();
                        begun.await();
                    } else if (index == 1) {
                        begun.countDown();
                        behind.await();
                    } else {
                        behind.countDown();
                    }
                }) {
                    @Override
                    public long timeoutNanos(int index) {
                        return Duration.ofDays(1000).toNanos();
                    }
                };
        try (Engine engine = Engines.start(2, clock);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            busy.await();
            lane.submit(ledger, 1, 4);
            clock.passUntilEnded(ledger, Duration.ofNanos(LongSteps.LOOK_NANOS));
        }
    }
}
