package io.casemill.master;

import java.io.IOException;

/** Somebody else committed the version first. Their version stands; this publication's files are not part of any. */
public final class PublishConflictException extends IOException {
    private final Version winner;

    PublishConflictException(String message, Version winner) {
        super(message);
        this.winner = winner;
    }

    /** The version that stands in its place. */
    public Version winner() {
        return winner;
    }
}
