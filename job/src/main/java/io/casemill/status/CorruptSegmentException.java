package io.casemill.status;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of rows is not what was written. The file is readable as such: trying again does not help. */
public final class CorruptSegmentException extends IOException {
    private final String path;

    CorruptSegmentException(String path, String why, @Nullable Throwable cause) {
        super("Cannot trust " + path + ": " + why, cause);
        this.path = path;
    }

    /** The file, below the run directory. */
    public String path() {
        return path;
    }
}
