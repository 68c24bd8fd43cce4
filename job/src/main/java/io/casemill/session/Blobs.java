package io.casemill.session;

import io.casemill.store.Source;
import io.casemill.store.Staged;
import io.casemill.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Content-addressed files {@code blobs/ab/<sha256>}: equal content is stored once, whoever brings it. Safe for any
 * thread; every method blocks on I/O.
 */
public final class Blobs {
    private static final int CHUNK = 1 << 16;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final Store store;

    public Blobs(Store store) {
        this.store = store;
    }

    /** Stores a local file and returns its SHA-256, 64 hexadecimal digits. A file that is there already stays. */
    public String put(Path file) throws IOException {
        String sha256 = digest(file);
        String path = path(sha256);
        if (store.exists(path)) {
            return sha256;
        }
        MessageDigest copied = sha256();
        try (Staged staged = store.stage(path);
                InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                copied.update(chunk, 0, read);
                staged.write(chunk, 0, read);
            }
            if (!hex(copied).equals(sha256)) {
                throw new IOException("Cannot store " + file + ": it was changed while it was read");
            }
            // False when another brought the same content first.
            staged.publish();
        }
        return sha256;
    }

    /**
     * Copies a blob to a local file, which appears whole or not at all, in place of one that is there.
     *
     * @throws IOException when its content does not have that digest
     */
    public void fetch(String sha256, Path target) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + java.util.UUID.randomUUID() + ".tmp");
        try {
            MessageDigest copied = sha256();
            try (Source source = store.open(path(sha256));
                    OutputStream out = Files.newOutputStream(temporary)) {
                ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
                for (long position = 0; source.read(position, chunk) >= 0; chunk.clear()) {
                    copied.update(chunk.array(), chunk.arrayOffset(), chunk.position());
                    out.write(chunk.array(), chunk.arrayOffset(), chunk.position());
                    position += chunk.position();
                }
            }
            String found = hex(copied);
            if (!found.equals(sha256)) {
                throw new IOException("Cannot use blob " + path(sha256) + " of " + store.root()
                        + ": it is damaged, its digest is " + found + ". Delete it and run again.");
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The SHA-256 of a local file, 64 hexadecimal digits. */
    public static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return hex(digest);
    }

    private static String path(String sha256) {
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "Invalid blob \"" + sha256 + "\": must be 64 lower-case hexadecimal digits");
        }
        return "blobs/" + sha256.substring(0, 2) + "/" + sha256;
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
