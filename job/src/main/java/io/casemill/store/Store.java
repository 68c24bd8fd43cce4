package io.casemill.store;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * What Casemill asks of a storage: a tree of immutable files below one root. Paths are relative to the root, with forward
 * slashes. Every method is safe for any thread; every method may block on I/O.
 *
 * <p>What an implementation guarantees, and what the status and publication protocols lean on:
 *
 * <ul>
 *   <li>A file that {@link #putIfAbsent} or {@link Staged#publish} made is whole, durable and visible to all from then
 *       on; before that it is absent. Of several concurrent calls for one path exactly one succeeds.
 *   <li>{@link #replace} is atomic: a reader sees the old content or the new.
 * </ul>
 *
 * <p>An {@link IOException} from a creating call leaves its outcome unknown: the caller reads back before it concludes.
 */
public interface Store extends AutoCloseable {

    URI root();

    /** Creates a file with this content. False when the path exists already; nothing is changed then. */
    boolean putIfAbsent(String path, byte[] content) throws IOException;

    /** Starts a file that nobody sees before {@link Staged#publish}. Makes the folders above it. */
    Staged stage(String path) throws IOException;

    /** Replaces a file, or creates it. */
    void replace(String path, byte[] content) throws IOException;

    /** The content of a file. Throws {@link java.nio.file.NoSuchFileException} when there is none. */
    byte[] read(String path) throws IOException;

    /** Opens a file for reading at any position. Throws {@link java.nio.file.NoSuchFileException} when there is none. */
    Source open(String path) throws IOException;

    boolean exists(String path) throws IOException;

    /** The published files directly in a folder, sorted by name; empty when there is no such folder. Staged files are not listed. */
    List<Entry> list(String folder) throws IOException;

    /** The folders directly in a folder, names sorted; empty when there is no such folder. */
    List<String> folders(String folder) throws IOException;

    /** Moves a published file to a path that does not exist. */
    void move(String from, String to) throws IOException;

    /** Removes a file or a whole folder. True when there was something. */
    boolean delete(String path) throws IOException;

    /**
     * Forces a published file and its entry to disk once more. Whoever finds its own file after an unknown outcome calls
     * this before it counts on it.
     */
    default void force(String path) throws IOException {}

    /**
     * Removes the staged files directly in a folder that nobody writes to any more: what killed writers left. A writer
     * that lives nevertheless fails to publish, and nothing else. Returns how many there were.
     */
    int deleteStaged(String folder) throws IOException;

    /**
     * Refreshes a hint: {@code path} leads to the sibling {@code target} (a symbolic link where the storage has them,
     * otherwise a file {@code path.json} that names it).
     */
    void point(String path, String target) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * @param name the file's name in its folder
     * @param bytes its length
     */
    record Entry(String name, long bytes) {}
}
