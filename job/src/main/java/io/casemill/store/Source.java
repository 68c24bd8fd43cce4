package io.casemill.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A published file, open for reading at any position. Used by one thread. */
public interface Source extends Closeable {

    long length() throws IOException;

    /** Reads at most {@code target.remaining()} bytes from {@code position}; -1 at the end of the file. */
    int read(long position, ByteBuffer target) throws IOException;
}
