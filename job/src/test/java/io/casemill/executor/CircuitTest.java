package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-19")
class CircuitTest {
    private final Circuit never = new Circuit(Duration.ofHours(1));
    private final Circuit atOnce = new Circuit(Duration.ofNanos(1));

    private static void fail(Circuit circuit, int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed("no tool " + i);
        }
    }

    @Test
    void failed_fiveTimesInARow_opensAndKeepsTheReason() {
        fail(never, Circuit.FAILURES - 1);
        assertThat(never.isClosed()).isTrue();
        assertThat(never.openings()).isZero();

        fail(never, 1);

        assertThat(never.isClosed()).isFalse();
        assertThat(never.openings()).isEqualTo(1);
        assertThat(never.reason()).isEqualTo("no tool 0");
        assertThat(never.tryProbe()).isFalse();
    }

    @Test
    void ran_betweenFailures_beginsTheCountAnew() {
        for (int i = 0; i < 10; i++) {
            fail(never, Circuit.FAILURES - 1);
            never.ran(System.nanoTime() + 1);
        }

        assertThat(never.isClosed()).isTrue();
    }

    @Test
    void ran_caseThatBeganBeforeTheFailure_saysNothing() {
        long before = System.nanoTime();
        for (int i = 0; i < Circuit.FAILURES; i++) {
            fail(never, 1);
            never.ran(before);
        }

        assertThat(never.isClosed()).isFalse();
    }

    @Test
    void tryProbe_afterTheDelay_letsOneCaseDecide() {
        fail(atOnce, Circuit.FAILURES);
        assertThat(atOnce.tryProbe()).isTrue();
        assertThat(atOnce.tryProbe()).isFalse();

        fail(atOnce, 1);
        assertThat(atOnce.openings()).isEqualTo(2);
        assertThat(atOnce.isClosed()).isFalse();

        assertThat(atOnce.tryProbe()).isTrue();
        atOnce.ran(System.nanoTime() + 1);
        assertThat(atOnce.isClosed()).isTrue();
        assertThat(atOnce.openings()).isEqualTo(2);
    }

    @Test
    void probeLost_anotherMayProbe() {
        fail(atOnce, Circuit.FAILURES);
        assertThat(atOnce.tryProbe()).isTrue();

        atOnce.probeLost();

        assertThat(atOnce.tryProbe()).isTrue();
        assertThat(atOnce.openings()).isEqualTo(1);
        atOnce.ran(System.nanoTime() + 1);
        atOnce.probeLost();
        assertThat(atOnce.isClosed()).isTrue();
    }
}
