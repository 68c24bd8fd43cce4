package io.casemill.master;

import java.io.IOException;

/** A version lists a data file that is not there: the table is incomplete and must not be read as if it were shorter. */
public final class MissingFileException extends IOException {
    MissingFileException(long version, String path) {
        super("Cannot read version " + version + ": its file " + path
                + " is missing or has another length. Restore it, or gather the table again.");
    }
}
