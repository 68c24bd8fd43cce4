package io.casemill.status;

import java.io.Serializable;

/**
 * A 128-bit digest of rows: of case id, case key, status and outputs. The digest of several rows is the sum of theirs in
 * each half, so it does not depend on their order.
 *
 * @param high the upper half
 * @param low the lower half
 */
public record Digest(long high, long low) implements Serializable {
    /** Of no rows. */
    public static final Digest NONE = new Digest(0, 0);

    /** The digest of both sets of rows together. */
    public Digest plus(Digest other) {
        return new Digest(high + other.high, low + other.low);
    }

    /** 32 hexadecimal digits. */
    public String hex() {
        return Hashing.hex(high) + Hashing.hex(low);
    }

    /** The digest with those 32 hexadecimal digits. Throws {@link IllegalArgumentException} for any other text. */
    public static Digest of(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("Invalid digest \"" + hex + "\": must have 32 hexadecimal digits");
        }
        return new Digest(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }
}
