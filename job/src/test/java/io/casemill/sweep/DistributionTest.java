package io.casemill.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final int DRAWS = 100_000;
    // The distance of Kolmogorov and Smirnov that a true sample of this size exceeds once in 10^4 seeds.
    private static final double KS_LIMIT = 2.23 / Math.sqrt(DRAWS);

    @Test
    void normalQuantile_givesPublishedPercentagePoints() {
        assertThat(NormalQuantile.of(0.5)).isZero();
        assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959963984540054, within(4e-16));
        assertThat(NormalQuantile.of(0.25)).isCloseTo(-0.6744897501960817, within(2e-16));
        assertThat(NormalQuantile.of(0.001)).isCloseTo(-3.090232306167813, within(1e-15));
        assertThat(NormalQuantile.of(1e-20)).isCloseTo(-9.262340089798407, within(4e-15));
    }

    @Property(seed = "42")
    void normalQuantile_invertsTheDistributionFunction(@ForAll @DoubleRange(min = -8.2, max = 8.2) @Scale(9) double z) {
        double lower = 0.5 * Erf.erfc(Math.abs(z) / Math.sqrt(2.0));

        assertThat(NormalQuantile.of(lower)).isCloseTo(-Math.abs(z), within(1e-13));
    }

    @Test
    void uniform_fitsItsDistribution() {
        double[] draws = sorted(new ValueSource.Uniform(-2.0, 6.0));

        assertThat(mean(draws)).isCloseTo(2.0, within(4.0 * 8.0 / Math.sqrt(12.0 * DRAWS)));
        assertThat(distance(draws, x -> (x + 2.0) / 8.0)).isLessThan(KS_LIMIT);
    }

    @Test
    void uniform_neverReachesItsUpperEnd() {
        double low = 1.0;
        double high = Math.nextUp(low);

        assertThat(distribution(new ValueSource.Uniform(low, high)).at(1.0 - 0x1p-53))
                .isEqualTo(low);
        assertThat(distribution(new ValueSource.Uniform(3.0, 3.0)).at(0.4)).isEqualTo(3.0);
    }

    @Test
    void normal_fitsItsDistribution() {
        double[] draws = sorted(new ValueSource.Normal(10.0, 2.0, null));

        assertThat(mean(draws)).isCloseTo(10.0, within(4.0 * 2.0 / Math.sqrt(DRAWS)));
        assertThat(sd(draws)).isCloseTo(2.0, within(4.0 * 2.0 / Math.sqrt(2.0 * DRAWS)));
        assertThat(distance(draws, x -> phi((x - 10.0) / 2.0))).isLessThan(KS_LIMIT);
    }

    @Test
    void truncatedNormal_fitsItsDistributionInsideItsBounds() {
        double cut = 1.5;
        double[] draws = sorted(new ValueSource.Normal(10.0, 2.0, cut));

        assertThat(draws[0]).isGreaterThanOrEqualTo(10.0 - 2.0 * cut);
        assertThat(draws[DRAWS - 1]).isLessThanOrEqualTo(10.0 + 2.0 * cut);
        double below = phi(-cut);
        assertThat(distance(draws, x -> (phi((x - 10.0) / 2.0) - below) / (1.0 - 2.0 * below)))
                .isLessThan(KS_LIMIT);
    }

    @Test
    void truncatedNormal_atTheEndsOfItsDraw_staysInside() {
        Distribution narrow = distribution(new ValueSource.Normal(0.0, 1.0, 1e-12));
        Distribution wide = distribution(new ValueSource.Normal(0.0, 1.0, 50.0));

        assertThat((Double) narrow.at(0x1p-53)).isBetween(-1e-12, 0.0);
        assertThat((Double) narrow.at(1.0 - 0x1p-53)).isBetween(0.0, 1e-12);
        assertThat(wide.at(0x1p-53)).isEqualTo(NormalQuantile.of(0x1p-53));
    }

    @Test
    void lognormal_fitsItsDistribution() {
        double[] draws = sorted(new ValueSource.Lognormal(0.5, 0.25));

        assertThat(mean(draws)).isCloseTo(Math.exp(0.5 + 0.25 * 0.25 / 2.0), within(0.01));
        assertThat(distance(draws, x -> phi((Math.log(x) - 0.5) / 0.25))).isLessThan(KS_LIMIT);
    }

    @Test
    void triangular_fitsItsDistribution() {
        double[] draws = sorted(new ValueSource.Triangular(1.0, 2.0, 5.0));

        assertThat(mean(draws)).isCloseTo(8.0 / 3.0, within(0.02));
        assertThat(distance(draws, x -> x < 2.0 ? (x - 1.0) * (x - 1.0) / 4.0 : 1.0 - (5.0 - x) * (5.0 - x) / 12.0))
                .isLessThan(KS_LIMIT);
    }

    @Test
    void triangular_withItsPeakAtAnEnd_isAllowed() {
        assertThat(distribution(new ValueSource.Triangular(0.0, 0.0, 1.0)).at(0.75))
                .isEqualTo(0.5);
        assertThat(distribution(new ValueSource.Triangular(0.0, 1.0, 1.0)).at(0.25))
                .isEqualTo(0.5);
        assertThat(distribution(new ValueSource.Triangular(2.0, 2.0, 2.0)).at(0.25))
                .isEqualTo(2.0);
    }

    @Test
    void choice_followsItsWeights() {
        Distribution choice = Objects.requireNonNull(Distribution.of(new Parameter(
                "p", ColumnType.STRING, new ValueSource.Choice(List.of("a", "b", "c"), List.of(1.0, 2.0, 5.0)), null)));
        int[] counts = new int[3];
        for (int i = 0; i < DRAWS; i++) {
            counts["abc".indexOf((String) choice.at(draw(i)))]++;
        }

        assertThat(counts[0] / (double) DRAWS).isCloseTo(0.125, within(0.005));
        assertThat(counts[1] / (double) DRAWS).isCloseTo(0.25, within(0.006));
        assertThat(counts[2] / (double) DRAWS).isCloseTo(0.625, within(0.007));
        assertThat(choice.at(0x1p-53)).isEqualTo("a");
        assertThat(choice.at(1.0 - 0x1p-53)).isEqualTo("c");
    }

    @Test
    void absurdNumbers_areRefusedByName() {
        assertThatThrownBy(() -> distribution(new ValueSource.Uniform(2.0, 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'p'")
                .hasMessageContaining("low must not exceed high");
        assertThatThrownBy(() -> distribution(new ValueSource.Normal(0.0, -1.0, null)))
                .hasMessageContaining("sd must be at least zero, is -1.0");
        assertThatThrownBy(() -> distribution(new ValueSource.Normal(0.0, 1.0, 0.0)))
                .hasMessageContaining("truncate");
        assertThatThrownBy(() -> distribution(new ValueSource.Choice(List.of("a"), List.of(1.0, 2.0))))
                .hasMessageContaining("weights");
    }

    private static Distribution distribution(ValueSource source) {
        return Objects.requireNonNull(Distribution.of(Sweeps.parameter("p", source)));
    }

    private static double draw(long sample) {
        return Philox.uniform(Philox.word(7, 11, sample, 0, 0, 0));
    }

    private static double[] sorted(ValueSource source) {
        Distribution distribution = distribution(source);
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, i -> (Double) distribution.at(draw(i)));
        Arrays.sort(draws);
        return draws;
    }

    private static double distance(double[] sorted, DoubleUnaryOperator distributionFunction) {
        double distance = 0.0;
        for (int i = 0; i < sorted.length; i++) {
            double p = distributionFunction.applyAsDouble(sorted[i]);
            distance = Math.max(distance, Math.max(p - (double) i / sorted.length, (i + 1.0) / sorted.length - p));
        }
        return distance;
    }

    private static double phi(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2.0));
    }

    private static double mean(double[] draws) {
        return Arrays.stream(draws).average().orElseThrow();
    }

    private static double sd(double[] draws) {
        double mean = mean(draws);
        return Math.sqrt(Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).sum() / (draws.length - 1));
    }
}
