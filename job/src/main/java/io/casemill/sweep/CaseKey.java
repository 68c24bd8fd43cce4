package io.casemill.sweep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes case keys: the first 128 bits of SHA-256 over the definition's digest, the case id and the parameter values
 * in the order of their names, each with its type. Equal keys mean an equal result, as far as anything declared decides
 * it. The case id is in the key because a function may draw on a seed that depends on it.
 *
 * <p>Used by one thread; makes nothing but the key itself.
 */
public final class CaseKey {
    private static final String DIGITS = "0123456789abcdef";
    private static final int KEY_BYTES = 16;

    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] hash = new byte[sha256.getDigestLength()];
    private final byte[] hex = new byte[2 * KEY_BYTES];
    private final int[] byName;
    private final int start;
    private ByteBuffer message;

    /**
     * A source of keys for the cases of a definition.
     *
     * @param extra whatever else decides results, in a fixed order, such as versions found on the host
     */
    public CaseKey(SweepDefinition definition, String... extra) {
        List<Parameter> parameters = definition.parameters();
        byName = IntStream.range(0, parameters.size())
                .boxed()
                .sorted(Comparator.comparing(i -> parameters.get(i).name()))
                .mapToInt(i -> i)
                .toArray();
        byte[] digest = DefinitionDigest.of(definition, List.of(extra));
        start = digest.length;
        message = ByteBuffer.allocate(1024).put(digest);
    }

    /**
     * The key of a case, 32 hexadecimal digits in lower case.
     *
     * @param caseId the case's index
     * @param values the parameter values by position in the definition; elements after them, such as derived values,
     *     are not looked at
     */
    public String of(long caseId, @Nullable Object[] values) {
        message.position(start).putLong(caseId);
        for (int position : byName) {
            add(values[position]);
        }
        sha256.update(message.array(), 0, message.position());
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("A buffer of the digest's own length is long enough", e);
        }
        for (int i = 0; i < KEY_BYTES; i++) {
            hex[2 * i] = (byte) DIGITS.charAt((hash[i] >> 4) & 0xf);
            hex[2 * i + 1] = (byte) DIGITS.charAt(hash[i] & 0xf);
        }
        return new String(hex, StandardCharsets.ISO_8859_1);
    }

    private void add(@Nullable Object value) {
        if (value instanceof Double number) {
            room(9).put((byte) 'd').putLong(Double.doubleToLongBits(number));
        } else if (value instanceof Long whole) {
            room(9).put((byte) 'l').putLong(whole);
        } else if (value instanceof Boolean flag) {
            room(2).put((byte) 'b').put((byte) (flag ? 1 : 0));
        } else if (value instanceof String text) {
            add(text);
        } else {
            throw new IllegalArgumentException("Cannot make a case key from the value '" + value + "'");
        }
    }

    /** Text as UTF-16 after its length: no other text has these bytes, and none is allocated to find them. */
    private void add(String text) {
        int length = text.length();
        room(5 + 2 * length).put((byte) 's').putInt(length);
        for (int i = 0; i < length; i++) {
            message.putChar(text.charAt(i));
        }
    }

    private ByteBuffer room(int bytes) {
        if (message.remaining() < bytes) {
            int filled = message.position();
            message = ByteBuffer.allocate(2 * (filled + bytes)).put(message.array(), 0, filled);
        }
        return message;
    }
}
