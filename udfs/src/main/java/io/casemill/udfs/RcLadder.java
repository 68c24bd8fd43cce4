package io.casemill.udfs;

import java.util.List;

/**
 * An RC line of equal sections, as a wire on a chip or a long cable is modelled: a source drives {@code sections} series resistors, each
 * followed by a capacitor to ground; together they have the resistance {@code r} and the capacitance {@code c}. The output is the
 * voltage across the last capacitor, unloaded.
 *
 * <p>Outputs: {@code elmore}, the first moment of the impulse response, {@code r c (n + 1) / (2 n)} for n sections; {@code t50}, when the
 * step response reaches one half; {@code noise_bandwidth}, the integral of |H|^2 over frequency. One section has {@code r c},
 * {@code r c ln 2} and {@code 1 / (4 r c)}; many come near the distributed line's {@code r c / 2} and {@code 0.3787 r c}.
 *
 * <p>Sources: Elmore, The transient response of damped linear networks, Journal of Applied Physics 19, 1948; Sakurai, Approximation
 * of wiring delay in MOSFET LSI, IEEE Journal of Solid-State Circuits 18, 1983. {@link LadderStep} and {@link LadderNoise} say how it is
 * computed: the former in scratch memory of the worker, the latter by a parallel reduction.
 */
public final class RcLadder implements CaseFunction {
    private static final int MAX_SECTIONS = 100_000;

    private static final List<Argument> ARGUMENTS = List.of(
            Argument.required("r", "Ohm"), Argument.required("c", "F"), Argument.optional("sections", "", 10.0));
    private static final List<Output> OUTPUTS =
            List.of(new Output("elmore", "s"), new Output("t50", "s"), new Output("noise_bandwidth", "Hz"));
    private static final Model MODEL = RcLadder::evaluate;

    @Override
    public String name() {
        return "rc-ladder";
    }

    @Override
    public String version() {
        return "1";
    }

    /** {@code sections} is a whole number from 1 to 100,000. */
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

    private static void evaluate(CaseInput in, double[] out) throws Exception {
        double rc = Check.positive("r", "Ohm", in.number(0)) * Check.positive("c", "F", in.number(1));
        int sections = Check.whole("sections", in.number(2), MAX_SECTIONS);
        CaseContext context = in.context();
        out[0] = rc * elmore(sections);
        out[1] = rc * LadderStep.halfTime(sections, context.arena());
        out[2] = LadderNoise.bandwidth(sections, context) / rc;
    }

    /** In units of r c. */
    static double elmore(int sections) {
        return (sections + 1) / (2.0 * sections);
    }
}
