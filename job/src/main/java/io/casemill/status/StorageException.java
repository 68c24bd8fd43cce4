package io.casemill.status;

import java.io.IOException;

/** The store failed for longer than the policy waits. Nothing that was not published counts as durable. */
public final class StorageException extends IOException {
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
