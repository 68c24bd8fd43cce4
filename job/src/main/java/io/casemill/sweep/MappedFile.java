package io.casemill.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of any size in memory, read-only, as mapped segments of at most 2 GiB each. Immutable; safe for any thread. */
final class MappedFile {
    /** The usual size of a segment. */
    static final int SEGMENT = 1 << 30;

    private final ByteBuffer[] segments;
    private final int shift;

    /**
     * Maps a file.
     *
     * @param segment the size of a segment, a power of two, at least 8
     */
    MappedFile(FileChannel channel, int segment) throws IOException {
        shift = Integer.numberOfTrailingZeros(segment);
        long size = channel.size();
        segments = new ByteBuffer[(int) ((size + segment - 1) >>> shift)];
        for (int i = 0; i < segments.length; i++) {
            long start = (long) i << shift;
            segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(segment, size - start));
        }
    }

    /** The number at a position, a multiple of 8: none lies across segments. */
    long number(long position) {
        return segments[(int) (position >>> shift)].getLong((int) position & ((1 << shift) - 1));
    }

    byte[] bytes(long position, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            long at = position + done;
            ByteBuffer segment = segments[(int) (at >>> shift)];
            int offset = (int) at & ((1 << shift) - 1);
            int part = Math.min(length - done, segment.capacity() - offset);
            segment.get(offset, bytes, done, part);
            done += part;
        }
        return bytes;
    }
}
