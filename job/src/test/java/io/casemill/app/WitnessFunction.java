package io.casemill.app;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.Output;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Keeps every instance of a text that a case of this JVM brought. */
public final class WitnessFunction implements CaseFunction {
    static final Set<String> SEEN = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    @Override
    public String name() {
        return "witness";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.required("x", ""), Argument.text("corner"));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("y", ""));
    }

    @Override
    public Model open() {
        return (in, out) -> {
            SEEN.add(in.text(1));
            out[0] = in.number(0);
        };
    }
}
