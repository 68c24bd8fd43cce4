package io.casemill.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClosedFormModelsTest {

    @Test
    void noop_givesZero() throws Exception {
        assertThat(Evaluation.of(new Noop())).containsExactly(0.0);
    }

    @Test
    void rcLowpass_atItsCutOff_isThreeDecibelsDownAt45Degrees() throws Exception {
        double r = 1000.0;
        double c = 1e-6;
        double fc = 1.0 / (2.0 * Math.PI * 1e-3);

        double[] out = Evaluation.of(new RcLowpass(), r, c, fc);

        assertThat(out[0]).isCloseTo(fc, within(1e-12));
        assertThat(20.0 * Math.log10(out[1])).isCloseTo(-10.0 * Math.log10(2.0), within(1e-12));
        assertThat(out[2]).isCloseTo(-45.0, within(1e-12));
        assertThat(out[3]).isCloseTo(1e-3 * Math.log(9.0), within(1e-17));
    }

    @Test
    void rcLowpass_aDecadeAboveItsCutOff_falls20DecibelsPerDecade() throws Exception {
        double[] below = Evaluation.of(new RcLowpass(), 1000.0, 1e-6, 1.6e4);
        double[] above = Evaluation.of(new RcLowpass(), 1000.0, 1e-6, 1.6e5);

        assertThat(20.0 * Math.log10(above[1] / below[1])).isCloseTo(-20.0, within(1e-3));
    }

    @Test
    void rcLowpass_withoutResistance_namesTheArgumentAndItsValue() {
        assertThatThrownBy(() -> Evaluation.of(new RcLowpass(), 0.0, 1e-6, 1000.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("r = 0.0 Ohm");
        assertThatThrownBy(() -> Evaluation.of(new RcLowpass(), 1.0, Double.NaN, 1000.0))
                .hasMessageContaining("c = NaN F");
    }

    @Test
    void cantilever_atTheMeans_hasTheExactStress() throws Exception {
        double[] out = Evaluation.of(new Cantilever(), 2.5, 2.5, 500.0, 1000.0, 40_000.0, 2.9e7);

        assertThat(out[0]).isCloseTo(57_600.0, within(1e-9));
        assertThat(out[1]).isCloseTo(4e6 / (2.9e7 * 6.25) * Math.sqrt(160.0 * 160.0 + 80.0 * 80.0), within(1e-12));
        assertThat(out[2]).isCloseTo(17_600.0, within(1e-9));
        assertThat(out[3]).isEqualTo(6.25);
    }

    @Test
    void cantilever_nominals_areTheUsualStudy() {
        assertThat(new Cantilever().arguments())
                .extracting(Argument::nominal)
                .containsExactly(2.5, 2.5, null, null, 40_000.0, 2.9e7);
    }

    @Test
    void rosenbrock_hasItsMinimumAtOneOne() throws Exception {
        assertThat(Evaluation.of(new Rosenbrock(), 1.0, 1.0)).containsExactly(0.0);
        assertThat(Evaluation.of(new Rosenbrock(), -1.2, 1.0)[0]).isCloseTo(24.2, within(1e-12));
        assertThat(Evaluation.of(new Rosenbrock(), 0.0, 0.0)).containsExactly(1.0);
    }

    @Test
    void ishigami_knownPoints() throws Exception {
        double half = Math.PI / 2.0;

        assertThat(Evaluation.of(new Ishigami(), 0.0, 0.0, 3.0)).containsExactly(0.0);
        assertThat(Evaluation.of(new Ishigami(), half, half, 0.0)[0]).isCloseTo(8.0, within(1e-12));
        assertThat(Evaluation.of(new Ishigami(), half, 0.0, 2.0)[0]).isCloseTo(2.6, within(1e-12));
    }

    @Test
    void ishigami_overItsUsualInputs_hasThePublishedMeanAndVariance() throws Exception {
        // The midpoint rule over whole periods is exact in x1 and x2, and of second order in x3.
        int n = 64;
        double sum = 0.0;
        double squares = 0.0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    double f = Evaluation.of(new Ishigami(), midpoint(i, n), midpoint(j, n), midpoint(k, n))[0];
                    sum += f;
                    squares += f * f;
                }
            }
        }
        double cells = (double) n * n * n;
        double mean = sum / cells;

        assertThat(mean).isCloseTo(3.5, within(1e-9));
        assertThat(squares / cells - mean * mean).isCloseTo(13.844587940719254, within(0.05));
    }

    private static double midpoint(int i, int n) {
        return -Math.PI + 2.0 * Math.PI * (i + 0.5) / n;
    }
}
