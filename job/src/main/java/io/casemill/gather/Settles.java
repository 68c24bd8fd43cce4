package io.casemill.gather;

/** Which statuses settle a case on resume. */
public enum Settles {
    COMPLETED,
    COMPLETED_AND_FAILED
}
