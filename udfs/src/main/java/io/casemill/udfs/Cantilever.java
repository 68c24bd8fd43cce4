package io.casemill.udfs;

import java.util.List;

/**
 * A cantilever beam of length 100 in with a rectangular cross-section of width {@code w} and thickness {@code t}, under
 * a horizontal load {@code X} and a vertical load {@code Y} at its free end. {@code R} is the yield stress and
 * {@code E} Young's modulus. The fixed end sees the greatest stress, the free end the greatest displacement.
 *
 * <p>Usual study: X ~ N(500, 100), Y ~ N(1000, 100), R ~ N(40000, 2000), E ~ N(2.9e7, 1.45e6), w = t = 2.5. Source: Wu,
 * Shin, Sues and Cesare, Safety-factor based approach for probability-based design optimization, AIAA 2001-1522; also a
 * test problem of the DAKOTA user's manual.
 */
public final class Cantilever implements CaseFunction {
    private static final double LENGTH = 100.0;

    private static final List<Argument> ARGUMENTS = List.of(
            Argument.optional("w", "in", 2.5),
            Argument.optional("t", "in", 2.5),
            Argument.required("X", "lb"),
            Argument.required("Y", "lb"),
            Argument.optional("R", "psi", 40_000.0),
            Argument.optional("E", "psi", 2.9e7));
    private static final List<Output> OUTPUTS = List.of(
            new Output("stress", "psi"),
            new Output("displacement", "in"),
            new Output("stress_margin", "psi"),
            new Output("area", "in^2"));
    private static final Model MODEL = Cantilever::evaluate;

    @Override
    public String name() {
        return "cantilever";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return ARGUMENTS;
    }

    /** {@code stress_margin} is the stress less the yield stress: negative where the beam holds. */
    @Override
    public List<Output> outputs() {
        return OUTPUTS;
    }

    @Override
    public Model open() {
        return MODEL;
    }

    private static void evaluate(CaseInput in, double[] out) {
        double w = Check.positive("w", "in", in.number(0));
        double t = Check.positive("t", "in", in.number(1));
        double x = in.number(2);
        double y = in.number(3);
        double limit = in.number(4);
        double e = Check.positive("E", "psi", in.number(5));
        double stress = 600.0 * y / (w * t * t) + 600.0 * x / (w * w * t);
        out[0] = stress;
        out[1] = 4.0 * LENGTH * LENGTH * LENGTH / (e * w * t) * Math.hypot(y / (t * t), x / (w * w));
        out[2] = stress - limit;
        out[3] = w * t;
    }
}
