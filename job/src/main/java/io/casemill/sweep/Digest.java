package io.casemill.sweep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over a sequence of typed parts. Each text carries its length and each collection its size, so that no two
 * different sequences give the same bytes. Used by one thread.
 */
final class Digest {
    private final MessageDigest sha256 = sha256();

    /** A fresh SHA-256. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    Digest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        sha256.update(bytes);
        return this;
    }

    Digest add(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        return this;
    }

    /** Texts in their order. */
    Digest addAll(Collection<String> texts) {
        add(texts.size());
        texts.forEach(this::add);
        return this;
    }

    /** Entries in the order of their keys. */
    Digest addSorted(Map<String, String> entries) {
        add(entries.size());
        new TreeMap<>(entries).forEach((key, value) -> add(key).add(value));
        return this;
    }

    /** The digest, 32 bytes. Ends the use of this object. */
    byte[] bytes() {
        return sha256.digest();
    }
}
