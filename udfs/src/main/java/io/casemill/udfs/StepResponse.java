package io.casemill.udfs;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketedUnivariateSolver;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.ODEStateAndDerivative;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.events.Action;
import org.hipparchus.ode.events.AdaptableInterval;
import org.hipparchus.ode.events.ODEEventDetector;
import org.hipparchus.ode.events.ODEEventHandler;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;

/**
 * The unit step response {@code y'' + 2 zeta y' + y = 1} from rest, in time units of the inverse natural frequency.
 *
 * <p>Integrated by Dormand and Prince's method of order 8(5,3) (Hairer, Norsett and Wanner, Solving Ordinary
 * Differential Equations I, section II.5) until no later value can matter. {@code (y - 1)^2 + y'^2} never grows, so at an
 * extremum within the band the response is settled; without an extremum it ends where that sum says that at most a
 * millionth of the step is left. The work grows with zeta squared when overdamped (the method is explicit) and with its
 * inverse when underdamped; it is bounded, which leaves zeta between about 0.001 and 50.
 *
 * <p>Used by one thread.
 */
final class StepResponse {
    private static final double BAND = 0.02;
    private static final double REST = 1e-6;
    private static final double HORIZON = 1e9;
    private static final int MAX_EVALUATIONS = 500_000;

    private final DormandPrince853Integrator integrator = new DormandPrince853Integrator(1e-12, 1e6, 1e-12, 1e-10);
    private final ODEEventDetector extremum = new Detector(s -> s.getPrimaryDerivative()[0], this::onExtremum);
    private final ODEEventDetector band =
            new Detector(s -> Math.abs(s.getPrimaryState()[0] - 1.0) - BAND, this::onBand);
    private final ODEEventDetector rest = new Detector(StepResponse::energyLeft, (s, d, increasing) -> Action.STOP);
    private double peak;
    private double settled;

    StepResponse() {
        integrator.setMaxEvaluations(MAX_EVALUATIONS);
        integrator.addEventDetector(extremum);
        integrator.addEventDetector(band);
        integrator.addEventDetector(rest);
    }

    /**
     * Integrates from rest until the response is settled.
     *
     * @param zeta the damping ratio, above zero
     * @throws ArithmeticException when that needs more work than is allowed
     */
    void integrate(double zeta) {
        if (!(zeta >= 1e-6 && zeta <= 1e6)) {
            throw outOfReach(zeta);
        }
        peak = 1.0;
        settled = 0.0;
        try {
            integrator.integrate(new Oscillator(zeta), new ODEState(0.0, new double[2]), HORIZON);
        } catch (MathRuntimeException e) {
            ArithmeticException bounded = outOfReach(zeta);
            bounded.initCause(e);
            throw bounded;
        }
    }

    private static ArithmeticException outOfReach(double zeta) {
        return new ArithmeticException("Cannot integrate the step response: the damping ratio " + zeta
                + " needs more than " + MAX_EVALUATIONS
                + " evaluations; choose r, l and c with (r / 2) sqrt(c / l) between 0.001 and 50");
    }

    /** The greatest value, at least 1. */
    double peak() {
        return peak;
    }

    /** The time from which on the response stays within the band of 2 %. */
    double settled() {
        return settled;
    }

    private Action onExtremum(ODEStateAndDerivative state, ODEEventDetector detector, boolean increasing) {
        double y = state.getPrimaryState()[0];
        peak = Math.max(peak, y);
        // A step that ends at every extremum leaves the band's detector monotonic pieces: it misses no crossing.
        return Math.abs(y - 1.0) < BAND ? Action.STOP : Action.RESET_DERIVATIVES;
    }

    private Action onBand(ODEStateAndDerivative state, ODEEventDetector detector, boolean increasing) {
        settled = state.getTime();
        return Action.CONTINUE;
    }

    private static double energyLeft(ODEStateAndDerivative state) {
        double[] y = state.getPrimaryState();
        return (y[0] - 1.0) * (y[0] - 1.0) + y[1] * y[1] - REST * REST;
    }

    private record Oscillator(double zeta) implements OrdinaryDifferentialEquation {
        @Override
        public int getDimension() {
            return 2;
        }

        @Override
        public double[] computeDerivatives(double t, double[] y) {
            return new double[] {y[1], 1.0 - y[0] - 2.0 * zeta * y[1]};
        }
    }

    private interface Gauge {
        double at(ODEStateAndDerivative state);
    }

    private record Detector(Gauge gauge, ODEEventHandler handler) implements ODEEventDetector {
        @Override
        public AdaptableInterval getMaxCheckInterval() {
            return (state, forward) -> 0.5;
        }

        @Override
        public int getMaxIterationCount() {
            return 100;
        }

        @Override
        public BracketedUnivariateSolver<UnivariateFunction> getSolver() {
            return new BracketingNthOrderBrentSolver(0.0, 1e-12, 0.0, 5);
        }

        @Override
        public ODEEventHandler getHandler() {
            return handler;
        }

        @Override
        public double g(ODEStateAndDerivative state) {
            return gauge.at(state);
        }
    }
}
