package io.casemill.app;

/** Which cases of a resumed run are run again. Cases that are missing, corrupted or changed always are. */
public enum Rerun {
    /** Only those. */
    MISSING,
    /** Those, and every failed case. */
    FAILED,
    /** Every case. */
    ALL
}
