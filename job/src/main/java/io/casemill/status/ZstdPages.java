package io.casemill.status;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with Zstandard, straight through its native library: no Hadoop configuration is read per file, and a
 * damaged page header cannot ask for more memory than a page ever takes. One instance serves one file and one thread.
 */
final class ZstdPages implements CompressionCodecFactory {
    /** The fastest of the regular levels. */
    private static final int LEVEL = 1;
    /** A page holds 1 MiB or one row's text more. */
    private static final int LARGEST_PAGE = 64 << 20;

    private final Compressor compressor = new Compressor();
    private final Decompressor decompressor = new Decompressor();

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return compressor;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("pages are compressed with " + codec + " and not with ZSTD");
        }
        return decompressor;
    }

    @Override
    public void release() {
        // Holds arrays only.
    }

    /** The bytes in an array, without a copy where they are in one already. */
    private static ByteBuffer onHeap(BytesInput bytes) {
        ByteBuffer buffer = bytes.toByteBuffer(HeapByteBufferAllocator.getInstance(), freed -> {});
        if (buffer.hasArray()) {
            return buffer;
        }
        ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
        copy.put(buffer.duplicate());
        return copy.flip();
    }

    private static final class Compressor implements BytesInputCompressor {
        private byte[] buffer = {};

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            ByteBuffer plain = onHeap(bytes);
            int bound = Math.toIntExact(Zstd.compressBound(plain.remaining()));
            if (buffer.length < bound) {
                buffer = new byte[bound];
            }
            long size = Zstd.compressByteArray(
                    buffer, 0, bound, plain.array(), plain.arrayOffset() + plain.position(), plain.remaining(), LEVEL);
            if (Zstd.isError(size)) {
                throw new IOException("Cannot compress a page: " + Zstd.getErrorName(size));
            }
            // The caller copies before it compresses the next page.
            return BytesInput.from(buffer, 0, (int) size);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }

    private static final class Decompressor implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
            if (decompressedSize < 0 || decompressedSize > LARGEST_PAGE) {
                throw new IOException("a page claims " + decompressedSize + " bytes");
            }
            ByteBuffer packed = onHeap(bytes);
            byte[] plain = new byte[decompressedSize];
            long size = Zstd.decompressByteArray(
                    plain,
                    0,
                    plain.length,
                    packed.array(),
                    packed.arrayOffset() + packed.position(),
                    packed.remaining());
            if (size != decompressedSize) {
                throw new IOException("a page does not decompress to its " + decompressedSize + " bytes");
            }
            return BytesInput.from(plain);
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
                throws IOException {
            ByteBuffer packed = input.slice();
            packed.limit(compressedSize);
            output.put(onHeap(decompress(BytesInput.from(packed), decompressedSize)));
            input.position(input.position() + compressedSize);
        }

        @Override
        public void release() {}
    }
}
