package io.casemill.udfs;

import java.util.List;

/**
 * The step response of a series RLC circuit, integrated as an ordinary differential equation: a source steps from 0 to
 * {@code v} at time 0 behind a resistor {@code r}, an inductor {@code l} and a capacitor {@code c} in series, all
 * without energy before; the output is the voltage across the capacitor.
 *
 * <p>Outputs: {@code peak}, the greatest voltage (that of the step when nothing overshoots); {@code overshoot}, how far
 * the peak exceeds the step, in percent of it; {@code tsettle}, the time after which the voltage stays within 2 % of the
 * step. Source: {@code l c u'' + r c u' + u = v}; Ogata, Modern Control Engineering, section 5.3. See {@link StepResponse}
 * for the method and its reach.
 */
public final class RlcStep implements CaseFunction {
    private static final List<Argument> ARGUMENTS = List.of(
            Argument.required("r", "Ohm"),
            Argument.required("l", "H"),
            Argument.required("c", "F"),
            Argument.optional("v", "V", 1.0));
    private static final List<Output> OUTPUTS =
            List.of(new Output("peak", "V"), new Output("overshoot", "%"), new Output("tsettle", "s"));

    @Override
    public String name() {
        return "rlc-step";
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
        StepResponse response = new StepResponse();
        return (in, out) -> {
            double r = Check.positive("r", "Ohm", in.number(0));
            double l = Check.positive("l", "H", in.number(1));
            double c = Check.positive("c", "F", in.number(2));
            double v = Check.positive("v", "V", in.number(3));
            response.integrate(0.5 * r * Math.sqrt(c / l));
            out[0] = v * response.peak();
            out[1] = 100.0 * (response.peak() - 1.0);
            out[2] = response.settled() * Math.sqrt(l * c);
        };
    }
}
