package io.casemill.udfs;

/**
 * The noise bandwidth of an RC ladder, in units of 1 / (r c): the integral of |H|^2 over frequency, where H is 1 at frequency 0.
 *
 * <p>With {@code omega = tan(phi) / elmore} it is that of a smooth, even, periodic function over a quarter turn, for which the midpoint
 * rule converges faster than any power (Trefethen and Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56,
 * 2014).
 */
final class LadderNoise {
    private static final int POINTS = 1_024;

    private LadderNoise() {}

    static double bandwidth(int sections, CaseContext context) throws Exception {
        double corner = 1.0 / RcLadder.elmore(sections);
        double sum = context.parallelReduce(POINTS, 0.0, i -> density(i, sections, corner), Double::sum);
        return corner * sum / (4.0 * POINTS);
    }

    /** |H|^2 times the derivative of tan at the midpoint of an interval. */
    private static double density(int i, int sections, double corner) {
        double tangent = Math.tan(0.5 * Math.PI * (i + 0.5) / POINTS);
        return gain(sections, corner * tangent) * (1.0 + tangent * tangent);
    }

    /** |H|^2 from the last node backwards: with 1 V there, what the source must be. */
    private static double gain(int sections, double omega) {
        double perSection = omega / ((double) sections * sections);
        double re = 1.0;
        double im = 0.0;
        // The current, in units of 1 V over a section's resistance.
        double currentRe = 0.0;
        double currentIm = 0.0;
        for (int i = 0; i < sections; i++) {
            currentRe -= perSection * im;
            currentIm += perSection * re;
            re += currentRe;
            im += currentIm;
        }
        return 1.0 / (re * re + im * im);
    }
}
