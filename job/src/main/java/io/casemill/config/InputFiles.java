package io.casemill.config;

import io.casemill.sweep.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that a sweep reads, each read once. All lie in the sweep file's folder or below it. Used by one thread. */
final class InputFiles {
    private static final long MOST_TEXT = 64L << 20;

    private final Path folder;
    private final String shownFolder;
    private final Map<String, InputFile> found = new LinkedHashMap<>();

    /**
     * @param folder the sweep file's folder
     * @param shownFolder what messages put before a relative path: empty, or a path that ends in a slash
     */
    InputFiles(Path folder, String shownFolder) {
        this.folder = folder;
        this.shownFolder = shownFolder;
    }

    /** A relative path as messages show it. */
    String shown(String path) {
        return shownFolder + path;
    }

    List<InputFile> all() {
        return new ArrayList<>(found.values());
    }

    /** Whether a file was read already. */
    boolean has(String path) {
        return found.containsKey(path);
    }

    /** Whether there is a regular file of that name below the folder; reports nothing. */
    boolean exists(String name) {
        String path = relative("", name);
        return path != null && Files.isRegularFile(folder.resolve(path)) && inside(folder.resolve(path));
    }

    /** The normal form of a name below the folder, or null when it is absolute, leads out or cannot be a path. */
    static @Nullable String relative(String base, String name) {
        try {
            Path path = Path.of(base).resolve(name).normalize();
            boolean absolute = name.startsWith("/") || name.startsWith("~") || name.matches("(?s)[A-Za-z]:.*");
            if (absolute || path.startsWith("..") || path.toString().isEmpty()) {
                return null;
            }
            return path.toString().replace('\\', '/');
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * The relative path of a file that can be read; null after a report.
     *
     * @param base the relative folder that {@code name} starts from, empty for the sweep's own
     */
    @Nullable String locate(String base, String name, Site site) {
        String path = relative(base, name);
        if (path == null) {
            site.wrong(
                    "the path " + Shown.quoted(name) + " is absolute or leads out of the sweep's folder",
                    "copy the file into the folder and name it relative to "
                            + (base.isEmpty() ? "the sweep file" : "the file that includes it"));
            return null;
        }
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            site.wrong(
                    Files.isDirectory(file)
                            ? Shown.quoted(shown(path)) + " is a folder"
                            : "there is no file " + Shown.quoted(shown(path)),
                    "correct the name, or put the file there");
            return null;
        }
        if (!inside(file)) {
            site.wrong(
                    "the link " + Shown.quoted(shown(path)) + " leads out of the sweep's folder",
                    "copy the file into the folder");
            return null;
        }
        return path;
    }

    private boolean inside(Path file) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes a file of any size as an input; its path, or null after a report. */
    @Nullable String add(String name, Site site) {
        String path = locate("", name, site);
        if (path == null || has(path)) {
            return path;
        }
        Path source = folder.resolve(path);
        try {
            found.put(path, described(path, source));
            return path;
        } catch (IOException e) {
            site.wrong("cannot read " + Shown.quoted(shown(path)) + ": " + e, "check the file's permissions");
            return null;
        }
    }

    /** Takes a text file as an input and returns its content, bytes as Latin-1 characters; null after a report. */
    @Nullable String addText(String path, Site site) {
        Path source = folder.resolve(path);
        try {
            if (Files.size(source) > MOST_TEXT) {
                site.wrong(
                        Shown.quoted(shown(path)) + " has more than " + (MOST_TEXT >> 20) + " MiB",
                        "split it, or leave out what the cases do not use");
                return null;
            }
            byte[] bytes = Files.readAllBytes(source);
            String digest = HexFormat.of().formatHex(sha256().digest(bytes));
            found.put(
                    path,
                    new InputFile(path, source.toAbsolutePath().normalize().toString(), digest, bytes.length));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            site.wrong("cannot read " + Shown.quoted(shown(path)) + ": " + e, "check the file's permissions");
            return null;
        }
    }

    /** Where a located file is. */
    Path source(String path) {
        return folder.resolve(path);
    }

    /** Takes a file under a path of the sweep, wherever its content is. */
    void put(InputFile file) {
        found.put(file.path(), file);
    }

    /** Digest and size of a file, read in a stream. */
    static InputFile described(String path, Path source) throws IOException {
        MessageDigest digest = sha256();
        long bytes;
        try (InputStream in = new DigestInputStream(Files.newInputStream(source), digest)) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        String hex = HexFormat.of().formatHex(digest.digest());
        return new InputFile(path, source.toAbsolutePath().normalize().toString(), hex, bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot find SHA-256, which every Java platform has", e);
        }
    }
}
