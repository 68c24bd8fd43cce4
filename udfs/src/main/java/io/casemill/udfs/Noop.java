package io.casemill.udfs;

import java.util.List;

/** Does nothing: measures what a case costs beside its computation, and tries out a sweep file. */
public final class Noop implements CaseFunction {
    private static final List<Output> OUTPUTS = List.of(new Output("zero", ""));
    private static final Model MODEL = (in, out) -> out[0] = 0.0;

    @Override
    public String name() {
        return "noop";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of();
    }

    @Override
    public List<Output> outputs() {
        return OUTPUTS;
    }

    @Override
    public Model open() {
        return MODEL;
    }
}
