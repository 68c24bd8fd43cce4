package io.casemill.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.casemill.profile.Recorded.WorkerLine;
import io.casemill.profile.WorkerSeries.Tick;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ticks in seconds: a worker's count begins at second 0. */
@Tag("ENG-22")
class WorkerSeriesTest {
    private static final long SECOND = 1_000_000_000;

    private final WorkerSeries series = new WorkerSeries();
    private final Window window = new Window(0, 5 * SECOND, 5);

    private static Tick tick(double at, double busy, double parked, long looks) {
        return new Tick(
                (long) (at * SECOND),
                (long) (at * SECOND),
                (long) (busy * SECOND),
                (long) (parked * SECOND),
                (long) (busy * SECOND / 2),
                looks,
                0,
                looks,
                3);
    }

    private WorkerLine line(Tick... ticks) {
        for (Tick tick : ticks) {
            series.add(tick);
        }
        return series.line(0, window);
    }

    @Test
    void shortWork_countsWhereItWasDone() {
        WorkerLine line = line(tick(1, 0.5, 0.5, 1), tick(2, 1.5, 0.5, 2), tick(3, 1.5, 1.5, 3), tick(5, 2.5, 2.5, 4));

        assertThat(line.busy()).containsExactly(0.5, 1.0, 0.0, 0.5, 0.5);
        assertThat(line.parked()).containsExactly(0.5, 0.0, 1.0, 0.5, 0.5);
        assertThat(line.busySeconds()).isEqualTo(2.5);
        assertThat(line.cpuSeconds()).isEqualTo(1.25);
        assertThat(line.core()).isEqualTo(3);
        assertThat(line.executed()).isEqualTo(4);
    }

    @Test
    void ticksOutOfOrder_areSorted() {
        assertThat(line(tick(2, 1, 0, 2), tick(1, 1, 0, 1)).busy().get(0)).isEqualTo(1.0);
    }

    @Test
    void firstTicksLost_theRestHoldsTheirSum() {
        WorkerLine line = line(tick(4, 2, 2, 5), tick(5, 3, 2, 6));

        assertThat(line.busySeconds()).isEqualTo(3);
        assertThat(line.busy()).containsExactly(0.5, 0.5, 0.5, 0.5, 1.0);
    }

    @Test
    void countsThatBeginAnew_addUp() {
        Tick second = new Tick(5 * SECOND, SECOND, SECOND / 2, 0, SECOND / 4, 2, 1, 1, 3);

        WorkerLine line = line(tick(2, 1, 0, 1), second);

        assertThat(line.busySeconds()).isCloseTo(1.5, within(1e-9));
        assertThat(line.executed()).isEqualTo(3);
        assertThat(line.steals()).isEqualTo(1);
    }

    @Test
    void cpuTimeNotTold_isNull() {
        Tick untold = new Tick(SECOND, SECOND, SECOND / 2, 0, -1, 1, 0, 0, -1);

        assertThat(line(untold).cpuSeconds()).isNull();
    }
}
