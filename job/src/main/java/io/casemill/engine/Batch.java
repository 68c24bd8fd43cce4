package io.casemill.engine;

/** Steps that belong together and end together. */
public interface Batch extends Steps {

    /** How many steps there are: those of index 0 up to, not including, this. */
    int size();
}
