package io.casemill.store;

import java.io.IOException;
import java.io.OutputStream;

/** A file being written under a temporary name in its own folder. Used by one thread. */
public abstract class Staged extends OutputStream {

    /** Bytes written so far. */
    public abstract long position();

    /**
     * Closes, forces to disk and publishes if absent, then forces the folder. False when the path exists already: the
     * staged file is discarded then. An {@link IOException} leaves the outcome unknown.
     */
    public abstract boolean publish() throws IOException;

    /** Removes the staged file. Idempotent; does nothing after {@link #publish}. */
    public abstract void discard();

    /** Discards what was not published. */
    @Override
    public void close() throws IOException {
        discard();
    }
}
