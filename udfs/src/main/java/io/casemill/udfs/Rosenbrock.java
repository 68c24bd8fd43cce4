package io.casemill.udfs;

import java.util.List;

/**
 * Rosenbrock's banana valley, {@code f = 100 (y - x^2)^2 + (1 - x)^2}: least, zero, at (1, 1). Dimensionless. Source:
 * Rosenbrock, An automatic method for finding the greatest or least value of a function, The Computer Journal 3, 1960.
 */
public final class Rosenbrock implements CaseFunction {
    private static final List<Argument> ARGUMENTS = List.of(Argument.required("x", ""), Argument.required("y", ""));
    private static final List<Output> OUTPUTS = List.of(new Output("f", ""));
    private static final Model MODEL = Rosenbrock::evaluate;

    @Override
    public String name() {
        return "rosenbrock";
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
        double x = in.number(0);
        double valley = in.number(1) - x * x;
        out[0] = 100.0 * valley * valley + (1.0 - x) * (1.0 - x);
    }
}
