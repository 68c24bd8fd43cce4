package io.casemill.bench;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseInput;
import io.casemill.udfs.Output;
import java.util.List;

/**
 * A fixed amount of arithmetic: every step waits for the one before and none touches memory, so two of them on two cores do not
 * disturb each other. One unit of work is about a microsecond; what it really takes is in the table's {@code duration_s}.
 */
public final class Burn implements CaseFunction {

    private static final long STEPS_PER_UNIT = 240;

    @Override
    public String name() {
        return "burn";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.required("work", "us"));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("x", ""));
    }

    @Override
    public Model open() {
        return Burn::evaluate;
    }

    private static void evaluate(CaseInput in, double[] out) {
        out[0] = burn(in.number(0));
    }

    /** The logistic map, whose value nobody can know without computing it. */
    static double burn(double work) {
        double x = 0.3;
        for (long step = Math.round(work * STEPS_PER_UNIT); step > 0; step--) {
            x = 3.9 * x * (1 - x);
        }
        return x;
    }
}
