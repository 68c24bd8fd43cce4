package io.casemill.udfs;

/**
 * The unit step response of an RC ladder, in time units of its whole r c: {@code v' = n^2 (b - A v)} with the tridiagonal A of rows
 * (-1, 2, -1), the last one (-1, 1).
 *
 * <p>Integrated by Alexander's diagonally implicit Runge-Kutta method of two stages and order 2 (Diagonally implicit Runge-Kutta methods
 * for stiff ODEs, SIAM Journal on Numerical Analysis 14, 1977), which damps the fast modes that the step excites, in steps of a
 * {@link #STEPS}th of Elmore's delay: the error is below a millionth of it. Both stages solve with the same matrix, by elimination
 * without pivoting, which is stable because it is diagonally dominant.
 */
final class LadderStep {
    private static final double GAMMA = 1.0 - Math.sqrt(0.5);
    private static final int STEPS = 1_000;

    private final int n;
    private final double step;
    private final double coupling;
    private final Doubles v;
    private final Doubles first;
    private final Doubles second;

    /** The reciprocal pivots of {@code I + coupling A}. */
    private final Doubles pivots;

    private LadderStep(int n, Arena arena) {
        this.n = n;
        this.step = RcLadder.elmore(n) / STEPS;
        this.coupling = GAMMA * step * n * n;
        this.v = arena.doubles(n);
        this.first = arena.doubles(n);
        this.second = arena.doubles(n);
        this.pivots = arena.doubles(n);
        double above = 0.0;
        for (int i = 0; i < n; i++) {
            above = 1.0 / (1.0 + coupling * (i == n - 1 ? 1.0 : 2.0) - coupling * coupling * above);
            pivots.set(i, above);
        }
    }

    /** When the last node reaches one half. */
    static double halfTime(int sections, Arena arena) throws InterruptedException {
        LadderStep line = new LadderStep(sections, arena);
        double before = 0.0;
        // Elmore's delay is an upper bound of that time (Gupta, Tutuianu, Pileggi, IEEE Transactions on CAD 16, 1997).
        for (int i = 1; i <= STEPS + 1; i++) {
            double after = line.advance();
            if (after >= 0.5) {
                return line.step * (i - 1 + (0.5 - before) / (after - before));
            }
            before = after;
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while the step response was integrated");
            }
        }
        throw new ArithmeticException("The step response of " + sections
                + " sections does not reach one half within Elmore's delay: it is at " + before);
    }

    /** Goes one step on and returns the last node's voltage. */
    private double advance() {
        slope(first, 0.0);
        slope(second, (1.0 - GAMMA) * step);
        for (int i = 0; i < n; i++) {
            v.set(i, v.get(i) + step * ((1.0 - GAMMA) * first.get(i) + GAMMA * second.get(i)));
        }
        return v.get(n - 1);
    }

    /** Solves {@code (I + coupling A) k = n^2 (b - A (v + shift first))} for one stage's slope k. */
    private void slope(Doubles k, double shift) {
        double scale = (double) n * n;
        double left = 1.0;
        double here = v.get(0) + shift * first.get(0);
        double eliminated = 0.0;
        for (int i = 0; i < n; i++) {
            double right = i == n - 1 ? here : v.get(i + 1) + shift * first.get(i + 1);
            eliminated = (scale * (left - 2.0 * here + right) + coupling * eliminated) * pivots.get(i);
            k.set(i, eliminated);
            left = here;
            here = right;
        }
        for (int i = n - 2; i >= 0; i--) {
            k.set(i, k.get(i) + coupling * pivots.get(i) * k.get(i + 1));
        }
    }
}
