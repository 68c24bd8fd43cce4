package io.casemill.config;

import java.util.List;
import java.util.stream.Collectors;

/** A sweep file cannot be used. Carries every problem that was found; the message is one line for each. */
public final class InvalidSweepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems in the order of their positions, at least one */
    public InvalidSweepException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems, those of the sweep file first, then those of the files it names, then those of overrides. */
    public List<Problem> problems() {
        return problems;
    }
}
