package io.casemill.udfs;

import java.util.List;

/**
 * A first-order RC low-pass filter in closed form: a source drives a resistor {@code r} in series with a capacitor
 * {@code c} to ground; the output is the voltage across the capacitor, unloaded.
 *
 * <p>{@code H(f) = 1 / (1 + j f / fc)} with {@code fc = 1 / (2 pi r c)}; the step response
 * {@code 1 - exp(-t / (r c))} rises from 10 % to 90 % in {@code r c ln 9}. Source: any text on linear circuits, such as
 * Horowitz and Hill, The Art of Electronics, section 1.7.
 */
public final class RcLowpass implements CaseFunction {
    private static final double LN_9 = Math.log(9.0);

    private static final List<Argument> ARGUMENTS =
            List.of(Argument.required("r", "Ohm"), Argument.required("c", "F"), Argument.optional("f", "Hz", 1000.0));
    private static final List<Output> OUTPUTS = List.of(
            new Output("fc", "Hz"), new Output("gain", ""), new Output("phase", "deg"), new Output("trise", "s"));
    private static final Model MODEL = RcLowpass::evaluate;

    @Override
    public String name() {
        return "rc-lowpass";
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
        double r = Check.positive("r", "Ohm", in.number(0));
        double c = Check.positive("c", "F", in.number(1));
        double f = Check.notNegative("f", "Hz", in.number(2));
        double fc = 1.0 / (2.0 * Math.PI * r * c);
        double ratio = f / fc;
        out[0] = fc;
        out[1] = 1.0 / Math.hypot(1.0, ratio);
        out[2] = Math.toDegrees(-Math.atan(ratio));
        out[3] = r * c * LN_9;
    }
}
