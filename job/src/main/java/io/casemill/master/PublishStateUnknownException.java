package io.casemill.master;

import java.io.IOException;

/** The store never said whether a version was committed. Nothing was deleted: the next reader or publisher finds out. */
public final class PublishStateUnknownException extends IOException {
    PublishStateUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
