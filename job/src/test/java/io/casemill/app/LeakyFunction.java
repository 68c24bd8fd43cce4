package io.casemill.app;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.Output;
import java.util.List;

/** A planted defect: the model keeps a running sum across cases, so that y is x only for a model's first case. */
public final class LeakyFunction implements CaseFunction {

    @Override
    public String name() {
        return "leaky";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.required("x", ""));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("y", ""));
    }

    @Override
    public Model open() {
        double[] sum = new double[1];
        return (in, out) -> {
            sum[0] += in.number(0);
            out[0] = sum[0];
        };
    }
}
