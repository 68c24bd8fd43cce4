package io.casemill.status;

import io.casemill.store.Source;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A source as Parquet wants it. Remembers a failure of the store, so that its owner can tell it from a damaged file.
 * Used by one thread.
 */
final class SourceInput implements InputFile {
    private final Source source;
    private final long length;
    private @Nullable IOException failure;

    SourceInput(Source source) throws IOException {
        this.source = source;
        this.length = source.length();
    }

    /** What the store threw, or null when it never failed. */
    @Nullable IOException failure() {
        return failure;
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream();
    }

    private int read(long position, ByteBuffer target) throws IOException {
        try {
            return source.read(position, target);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private final class Stream extends SeekableInputStream {
        private final byte[] one = new byte[1];
        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long target) throws IOException {
            if (target < 0 || target > length) {
                throw new EOFException("position " + target + " is outside of the file's " + length + " bytes");
            }
            position = target;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            return read(ByteBuffer.wrap(bytes, offset, count));
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!target.hasRemaining()) {
                return 0;
            }
            int read = SourceInput.this.read(position, target);
            position += Math.max(read, 0);
            return read;
        }

        @Override
        public void readFully(byte[] bytes) throws IOException {
            readFully(ByteBuffer.wrap(bytes));
        }

        @Override
        public void readFully(byte[] bytes, int offset, int count) throws IOException {
            readFully(ByteBuffer.wrap(bytes, offset, count));
        }

        @Override
        public void readFully(ByteBuffer target) throws IOException {
            while (target.hasRemaining()) {
                if (read(target) < 0) {
                    throw new EOFException("the file ends at " + length + " bytes");
                }
            }
        }
    }
}
