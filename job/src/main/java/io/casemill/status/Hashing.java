package io.casemill.status;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * 64-bit mixing. Guards against accident and not against malice. The finaliser is Stafford's variant 13 of MurmurHash3's
 * (David Stafford, "Better Bit Mixing", 2011), as in {@link java.util.SplittableRandom}.
 */
final class Hashing {
    /** 2^64 divided by the golden ratio, made odd. */
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Hashing() {}

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long of(byte[] bytes) {
        long hash = bytes.length * GOLDEN;
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, i)) + GOLDEN;
        }
        long rest = 0;
        for (; i < bytes.length; i++) {
            rest = (rest << 8) | (bytes[i] & 0xff);
        }
        return mix(hash ^ rest);
    }

    static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }
}
