package io.casemill.udfs;

import java.util.List;

/**
 * The Ishigami function, {@code f = sin x1 + a sin^2 x2 + b x3^4 sin x1} with a = 7 and b = 0.1, a test of sensitivity
 * analysis. Angles in rad, usually independent and uniform on [-pi, pi]; then the mean is a / 2 = 3.5 and the variance
 * a^2 / 8 + b pi^4 / 5 + b^2 pi^8 / 18 + 1 / 2 = 13.8446. Source: Ishigami and Homma, An importance quantification
 * technique in uncertainty analysis for computer models, ISUMA 1990; these a and b as in Marrel et al., Reliability
 * Engineering and System Safety 94, 2009.
 */
public final class Ishigami implements CaseFunction {
    private static final double A = 7.0;
    private static final double B = 0.1;

    private static final List<Argument> ARGUMENTS =
            List.of(Argument.required("x1", "rad"), Argument.required("x2", "rad"), Argument.required("x3", "rad"));
    private static final List<Output> OUTPUTS = List.of(new Output("f", ""));
    private static final Model MODEL = Ishigami::evaluate;

    @Override
    public String name() {
        return "ishigami";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return ARGUMENTS;
    }

    @Override
    public List<Output> outputs() {
        return OUTPUTS;
    }

    @Override
    public Model open() {
        return MODEL;
    }

    private static void evaluate(CaseInput in, double[] out) {
        double sin1 = Math.sin(in.number(0));
        double sin2 = Math.sin(in.number(1));
        double x3 = in.number(2);
        double square3 = x3 * x3;
        out[0] = sin1 + A * sin2 * sin2 + B * square3 * square3 * sin1;
    }
}
