package io.casemill.config;

/**
 * Where something was written.
 *
 * @param file as shown to the user, or {@code --set N}
 * @param line from 1, or 0 for an override
 * @param column from 1, or 0 for an override
 */
record Place(String file, int line, int column) {

    /** The N-th override of the command line, counted from 1. */
    static Place ofOverride(int number) {
        return new Place("--set " + number, 0, 0);
    }
}
