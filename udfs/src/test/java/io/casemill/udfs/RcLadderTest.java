package io.casemill.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ENG-09")
@Tag("ENG-14")
class RcLadderTest {
    private static final double R = 1000.0;
    private static final double C = 1e-6;
    private static final double RC = R * C;

    @Test
    void oneSection_isTheTextbooksFilter() throws Exception {
        double[] out = Evaluation.of(new RcLadder(), R, C, 1.0);

        assertThat(out[0]).isCloseTo(RC, within(1e-18));
        assertThat(out[1]).isCloseTo(RC * Math.log(2.0), within(1e-6 * RC));
        assertThat(out[2]).isCloseTo(1.0 / (4.0 * RC), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100, 1_000})
    void anySections_agreeWithTheSumOverTheModes(int n) throws Exception {
        Modes modes = new Modes(n);

        double[] out = Evaluation.of(new RcLadder(), R, C, n);

        assertThat(out[1] / RC).isCloseTo(modes.halfTime(), within(1e-6));
        assertThat(out[2] * RC).isCloseTo(modes.noiseBandwidth(), within(1e-8));
    }

    @Test
    void manySections_comeNearTheDistributedLine() throws Exception {
        double[] out = Evaluation.of(new RcLadder(), R, C, 2_000.0);

        assertThat(out[0] / RC).isCloseTo(0.5, within(1e-3));
        assertThat(out[1] / RC).isCloseTo(0.3787, within(1e-3));
    }

    @Test
    void sections_thatAreNoCount_areRefused() {
        for (double sections : new double[] {0.0, -3.0, 2.5, 1e6, Double.NaN}) {
            assertThatThrownBy(() -> Evaluation.of(new RcLadder(), R, C, sections))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid sections = " + sections + ": must be a whole number from 1 to 100000");
        }
    }

    /**
     * The far end's step response {@code 1 - sum a_k exp(-l_k t)}, from the eigenvectors {@code sin(j theta_k)} of the ladder, in units of
     * r c.
     */
    private static final class Modes {
        private final double[] amplitude;
        private final double[] rate;

        Modes(int n) {
            amplitude = new double[n];
            rate = new double[n];
            for (int k = 0; k < n; k++) {
                double half = (2 * k + 1) * Math.PI / (2.0 * (2 * n + 1));
                double cos = Math.cos(half);
                double sin = Math.sin(half);
                amplitude[k] = (k % 2 == 0 ? 2.0 : -2.0) * cos * cos / ((2 * n + 1) * sin);
                rate[k] = 4.0 * n * n * sin * sin;
            }
        }

        double halfTime() {
            double low = 0.0;
            double high = 1.0;
            for (int i = 0; i < 60; i++) {
                double middle = 0.5 * (low + high);
                if (left(middle) > 0.5) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private double left(double t) {
            double left = 0.0;
            for (int k = 0; k < rate.length; k++) {
                left += amplitude[k] * Math.exp(-rate[k] * t);
            }
            return left;
        }

        /** Half of the integral of the impulse response squared, by Parseval. */
        double noiseBandwidth() {
            double sum = 0.0;
            for (int i = 0; i < rate.length; i++) {
                for (int k = 0; k < rate.length; k++) {
                    sum += amplitude[i] * amplitude[k] * rate[i] * rate[k] / (rate[i] + rate[k]);
                }
            }
            return 0.5 * sum;
        }
    }
}
