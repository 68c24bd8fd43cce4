package io.casemill.master;

import java.io.IOException;

/** A later driver owns the run directory. */
public final class FencedException extends IOException {
    FencedException(String message) {
        super(message);
    }
}
