package io.casemill.runner;

import io.casemill.sweep.Case;
import io.casemill.sweep.Sweep;
import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseInput;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arguments of the current case of one worker, loaded in place. Used from the worker's thread only. */
final class ModelInput implements CaseInput {
    private final List<Argument> arguments;
    private final int[] positions;
    private final long sweepSeed;
    private final double[] numbers;
    private final @Nullable String[] texts;
    private long caseId;
    private @Nullable CaseContext context;

    /**
     * @param seed the sweep's
     * @param columns the values of a case
     */
    ModelInput(List<Argument> arguments, Positions columns, long seed) {
        this.arguments = List.copyOf(arguments);
        this.positions = new int[arguments.size()];
        this.numbers = new double[arguments.size()];
        this.texts = new String[arguments.size()];
        this.sweepSeed = seed;
        for (int i = 0; i < positions.length; i++) {
            Argument argument = arguments.get(i);
            Integer position = columns.of(argument.name());
            Double nominal = argument.nominal();
            if (position == null && nominal == null) {
                throw new IllegalArgumentException("Cannot give the function its argument " + argument.name()
                        + ": the sweep has no parameter or derived value of that name; add one");
            }
            positions[i] = position == null ? Integer.MIN_VALUE : position;
            numbers[i] = nominal == null ? Double.NaN : nominal;
        }
    }

    /** Makes a case current. */
    void load(Case theCase, CaseContext with) throws InvalidInputException {
        caseId = theCase.id();
        context = with;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == Integer.MIN_VALUE) {
                continue;
            }
            Object value = positions[i] == Positions.CASE_ID ? (Object) theCase.id() : theCase.value(positions[i]);
            Argument argument = arguments.get(i);
            if (value == null) {
                throw Positions.missing(argument.name());
            }
            if (argument.text()) {
                texts[i] = value instanceof Double number ? Numerals.render(number) : value.toString();
            } else {
                numbers[i] = number(argument, value);
            }
        }
    }

    private static double number(Argument argument, Object value) throws InvalidInputException {
        double number;
        if (value instanceof Number given) {
            number = given.doubleValue();
        } else if (value instanceof Boolean given) {
            number = given ? 1 : 0;
        } else {
            throw new InvalidInputException("Invalid value of " + argument.name()
                    + ": the function takes a number, not '" + Messages.clip(value.toString(), 200) + "'");
        }
        if (!Double.isFinite(number)) {
            throw new InvalidInputException(
                    "Invalid value of " + argument.name() + ": " + number + " is not a finite number");
        }
        return number;
    }

    @Override
    public long caseId() {
        return caseId;
    }

    @Override
    public long seed() {
        return Sweep.caseSeed(sweepSeed, caseId);
    }

    @Override
    public double number(int position) {
        if (arguments.get(position).text()) {
            throw new IllegalArgumentException(
                    "Cannot read " + arguments.get(position).name() + " as a number: it is declared a text");
        }
        return numbers[position];
    }

    @Override
    public String text(int position) {
        String text = texts[position];
        return text != null ? text : Numerals.render(numbers[position]);
    }

    @Override
    public CaseContext context() {
        return Objects.requireNonNull(context);
    }
}
