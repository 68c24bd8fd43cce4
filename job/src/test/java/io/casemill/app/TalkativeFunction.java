package io.casemill.app;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseInput;
import io.casemill.udfs.Output;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function whose cases write a log line each, and have a thread of theirs write another one. */
public final class TalkativeFunction implements CaseFunction {
    private static final Logger LOG = LoggerFactory.getLogger(TalkativeFunction.class);

    @Override
    public String name() {
        return "talkative";
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
        return TalkativeFunction::evaluate;
    }

    private static void evaluate(CaseInput in, double[] out) throws InterruptedException {
        long id = in.caseId();
        LOG.info("case {} itself", id);
        Thread helper = new Thread(() -> LOG.info("helper of case {}", id));
        helper.start();
        helper.join();
        out[0] = in.number(0);
    }
}
