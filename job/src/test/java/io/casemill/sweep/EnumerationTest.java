package io.casemill.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class EnumerationTest {

    @Test
    void range_ofDecimals_holdsTheDecimalsAsWritten() {
        assertThat(values(new ValueSource.Range(0.1, 1.0, 0.1)))
                .containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    }

    @Test
    void range_thatMissesItsEnd_staysBelowIt() {
        assertThat(values(new ValueSource.Range(0.0, 1.0, 0.3))).containsExactly(0.0, 0.3, 0.6, 0.9);
        assertThat(values(new ValueSource.Range(0.0, 1.0, 0.35))).containsExactly(0.0, 0.35, 0.7);
        assertThat(values(new ValueSource.Range(0.0, 1.0, 2.0))).containsExactly(0.0);
    }

    @Test
    void range_downwards_andOfOnePoint() {
        assertThat(values(new ValueSource.Range(3.0, 1.0, -1.0))).containsExactly(3.0, 2.0, 1.0);
        assertThat(values(new ValueSource.Range(5.0, 5.0, 1.0))).containsExactly(5.0);
    }

    @Test
    void range_withRoundedNumbers_stillReachesItsEnd() {
        double step = 10 * 1e-9 * (1.0 + 1e-12);

        List<Object> values = values(new ValueSource.Range(step, 1e-7, step));

        assertThat(values).hasSize(10);
        assertThat(values.get(9)).isEqualTo(1e-7);
    }

    @Test
    void range_thatCannotBeWalked_isRefused() {
        assertThatThrownBy(() -> values(new ValueSource.Range(0.0, 1.0, 0.0))).hasMessageContaining("'p'");
        assertThatThrownBy(() -> values(new ValueSource.Range(0.0, 1.0, -0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps of -0.1");
        assertThatThrownBy(() -> values(new ValueSource.Range(0.0, 1e300, 1e-300)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void linspace_includesBothEndsExactly() {
        assertThat(values(new ValueSource.Linspace(0.0, 1.0, 11)))
                .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
        assertThat(values(new ValueSource.Linspace(4.0, 9.0, 1))).containsExactly(4.0);
        assertThat(values(new ValueSource.Linspace(-Double.MAX_VALUE, Double.MAX_VALUE, 3)))
                .containsExactly(-Double.MAX_VALUE, 0.0, Double.MAX_VALUE);
    }

    @Test
    void logspace_overWholeDecades_isExact() {
        List<Object> values = values(new ValueSource.Logspace(1e-9, 1e-6, 7));

        assertThat(values).hasSize(7).contains(1e-9, 1e-8, 1e-7, 1e-6);
        assertThat((Double) values.get(1)).isCloseTo(3.1622776601683795e-9, within(1e-23));
        assertThat(values(new ValueSource.Logspace(2.0, 2000.0, 4))).containsExactly(2.0, 20.0, 200.0, 2000.0);
        assertThat(values(new ValueSource.Logspace(100.0, 1.0, 3))).containsExactly(100.0, 10.0, 1.0);
    }

    @Test
    void longEnumerations_areComputedValueByValue() {
        Enumeration long_ = enumeration(new ValueSource.Linspace(0.0, 1.0, 1_000_000_001), ColumnType.DOUBLE);

        assertThat(long_.count()).isEqualTo(1_000_000_001L);
        assertThat(long_.value(300_000_000L)).isEqualTo(0.3);
        assertThat(long_.value(1_000_000_000L)).isEqualTo(1.0);
    }

    @Test
    void wholeNumbers_followTheColumnsType() {
        assertThat(enumeration(new ValueSource.Range(1.0, 3.0, 1.0), ColumnType.BIGINT)
                        .value(2))
                .isEqualTo(3L);
        assertThat(enumeration(new ValueSource.Values(List.of(1L, 2L)), ColumnType.DOUBLE)
                        .value(1))
                .isEqualTo(2.0);
        assertThatThrownBy(() -> enumeration(new ValueSource.Range(0.5, 3.0, 1.0), ColumnType.BIGINT))
                .hasMessageContaining("0.5")
                .hasMessageContaining("BIGINT");
    }

    @Property(tries = 200, seed = "42")
    void range_countsItsSteps(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) @Scale(4) double from,
            @ForAll @DoubleRange(min = 1e-3, max = 1e3) @Scale(4) double step,
            @ForAll @IntRange(min = 1, max = 500) int steps) {
        double to = from + step * steps;

        List<Object> values = values(new ValueSource.Range(from, to, step));

        assertThat(values).hasSize(steps + 1);
        assertThat(values.get(0)).isEqualTo(from);
        assertThat(values.get(steps)).isEqualTo(to);
        assertThat(values).isSorted();
    }

    @Property(tries = 200, seed = "42")
    void logspace_hasAConstantRatioAndExactEnds(
            @ForAll @DoubleRange(min = 1e-12, max = 1e3) @Scale(14) double from,
            @ForAll @DoubleRange(min = 1.1, max = 1e9) double ratio,
            @ForAll @IntRange(min = 2, max = 60) int num) {
        List<Object> values = values(new ValueSource.Logspace(from, from * ratio, num));

        assertThat(values.get(0)).isEqualTo(from);
        assertThat(values.get(num - 1)).isEqualTo(from * ratio);
        for (int i = 0; i < num; i++) {
            double expected = from * Math.pow(ratio, (double) i / (num - 1));
            assertThat((Double) values.get(i)).isCloseTo(expected, within(1e-13 * expected));
        }
    }

    private static List<Object> values(ValueSource source) {
        Enumeration enumeration = enumeration(source, ColumnType.DOUBLE);
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < enumeration.count(); i++) {
            values.add(enumeration.value(i));
        }
        return values;
    }

    private static Enumeration enumeration(ValueSource source, ColumnType type) {
        return Objects.requireNonNull(Enumeration.of(new Parameter("p", type, source, null)));
    }
}
