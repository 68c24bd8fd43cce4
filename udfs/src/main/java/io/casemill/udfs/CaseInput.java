package io.casemill.udfs;

/** The arguments of one case, by position. Valid only during the call that received it. */
public interface CaseInput {

    /** The position of the case in its sweep. */
    long caseId();

    /** The seed of the sweep combined with the case: the same on every machine and in every rerun. */
    long seed();

    /** The argument at {@code position} as a number. Throws {@link IllegalArgumentException} when it is a text. */
    double number(int position);

    /** The argument at {@code position} as a text. */
    String text(int position);

    /** Idle workers for parts of the case, and scratch memory. */
    CaseContext context();
}
