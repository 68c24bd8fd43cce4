package io.casemill.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RlcStepTest {
    private static final double L = 1e-3;
    private static final double C = 1e-6;

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.78, 0.8, 0.9, 0.95})
    void underdamped_agreesWithTheClosedForm(double zeta) throws Exception {
        double wd = Math.sqrt(1.0 - zeta * zeta);
        double overshoot = Math.exp(-Math.PI * zeta / wd);
        DoubleUnaryOperator deviation = t -> -Math.exp(-zeta * t) * (Math.cos(wd * t) + zeta / wd * Math.sin(wd * t));

        double[] out = Evaluation.of(new RlcStep(), resistance(zeta), L, C, 1.0);

        assertThat(out[0]).isCloseTo(1.0 + overshoot, within(1e-8));
        assertThat(out[1]).isCloseTo(100.0 * overshoot, within(1e-6));
        double settled = lastCrossing(deviation, Math.PI / wd, overshoot);
        assertThat(out[2] / Math.sqrt(L * C)).isCloseTo(settled, within(1e-7 * settled));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 3.0, 10.0, 50.0})
    void overdamped_agreesWithTheClosedForm(double zeta) throws Exception {
        double root = Math.sqrt(zeta * zeta - 1.0);
        double slow = 1.0 / (zeta + root);
        double fast = zeta + root;
        DoubleUnaryOperator deviation = t -> -(fast * Math.exp(-slow * t) - slow * Math.exp(-fast * t)) / (fast - slow);

        double[] out = Evaluation.of(new RlcStep(), resistance(zeta), L, C, 5.0);

        assertThat(out[0]).isEqualTo(5.0);
        assertThat(out[1]).isZero();
        assertThat(out[2] / Math.sqrt(L * C)).isCloseTo(crossing(deviation, 0.0, 1e3), within(1e-6));
    }

    @Test
    void stiffCircuit_isRefusedAfterBoundedWork() {
        assertThatThrownBy(() -> Evaluation.of(new RlcStep(), resistance(1000.0), L, C, 1.0))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("damping ratio")
                .hasMessageContaining("between 0.001 and 50");
    }

    @Test
    void absurdCircuit_isRefusedAtOnce() {
        assertThatThrownBy(() -> Evaluation.of(new RlcStep(), 1e300, 1e-300, 1e300, 1.0))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void circuitThatNeverSettles_isRefused() {
        assertThatThrownBy(() -> Evaluation.of(new RlcStep(), 0.0, L, C, 1.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("r = 0.0");
    }

    @Test
    void oneModel_keepsNothingBetweenCases() throws Exception {
        double[] first = new double[3];
        double[] again = new double[3];
        try (CaseFunction.Model model = new RlcStep().open()) {
            model.evaluate(new Evaluation.Arguments(resistance(0.2), L, C, 1.0), first);
            assertThatThrownBy(() ->
                            model.evaluate(new Evaluation.Arguments(resistance(1000.0), L, C, 1.0), new double[3]))
                    .isInstanceOf(ArithmeticException.class);
            model.evaluate(new Evaluation.Arguments(resistance(0.2), L, C, 1.0), again);
        }
        assertThat(again).containsExactly(first);
    }

    private static double resistance(double zeta) {
        return 2.0 * zeta * Math.sqrt(L / C);
    }

    /** The last crossing of the band, which lies in the monotonic piece after the last extremum outside of it. */
    private static double lastCrossing(DoubleUnaryOperator deviation, double halfPeriod, double overshoot) {
        int outside = 0;
        while (Math.pow(overshoot, outside + 1) > 0.02) {
            outside++;
        }
        return crossing(deviation, outside * halfPeriod, (outside + 1) * halfPeriod);
    }

    private static double crossing(DoubleUnaryOperator deviation, double from, double to) {
        double low = from;
        double high = to;
        for (int i = 0; i < 200; i++) {
            double middle = 0.5 * (low + high);
            if (Math.abs(deviation.applyAsDouble(middle)) > 0.02) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
