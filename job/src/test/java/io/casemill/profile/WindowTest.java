package io.casemill.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-22")
class WindowTest {
    private static final long SECOND = 1_000_000_000;

    private final Window window = new Window(10 * SECOND, 14 * SECOND, 4);

    private double[] spread(double from, double to, double amount) {
        double[] columns = new double[4];
        window.spread(columns, (long) (from * SECOND), (long) (to * SECOND), amount);
        return columns;
    }

    @Test
    void spread_insideAndOutside_countsWhatLiesInside() {
        assertThat(spread(10.5, 12.5, 2)).containsExactly(new double[] {0.5, 1, 0.5, 0}, within(1e-9));
        assertThat(spread(8, 16, 8)).containsExactly(new double[] {1, 1, 1, 1}, within(1e-9));
        assertThat(spread(8, 10, 8)).containsOnly(0);
        assertThat(spread(14, 15, 8)).containsOnly(0);
        assertThat(spread(13.25, 13.5, 1)).containsExactly(new double[] {0, 0, 0, 1}, within(1e-9));
        assertThat(spread(11, 11, 1)).containsOnly(0);
    }

    @Test
    void share_isThePartOfASpanInside() {
        assertThat(window.share(9 * SECOND, 11 * SECOND)).isEqualTo(0.5);
        assertThat(window.share(0, SECOND)).isZero();
    }

    @Test
    void column_ofAMoment_isTheNearest() {
        assertThat(window.column(0)).isZero();
        assertThat(window.column(11 * SECOND)).isEqualTo(1);
        assertThat(window.column(99 * SECOND)).isEqualTo(3);
    }

    @Test
    void between_isBoundedInColumns() {
        Instant from = Instant.ofEpochSecond(5);
        assertThat(Window.between(from, from).columns()).isEqualTo(1);
        assertThat(Window.between(from, from.plusMillis(95)).columns()).isEqualTo(9);
        assertThat(Window.between(from, from.plusSeconds(86_400)).columns()).isEqualTo(400);
    }

    @Test
    void shares_areClippedAndRounded() {
        double[] seconds = new double[4];
        Arrays.setAll(seconds, i -> i * 0.55555);
        assertThat(window.shares(seconds)).containsExactly(0.0, 0.556, 1.0, 1.0);
    }

    @Test
    void emptyWindow_isRefused() {
        assertThatThrownBy(() -> new Window(5, 5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid window");
    }
}
