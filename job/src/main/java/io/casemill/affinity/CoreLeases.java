package io.casemill.affinity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cores that this process has to itself among the executors of one host. A lease is a lock on an empty file named after the core;
 * the system drops it with its process, however that ends, so no lease outlives its owner. The files stay.
 */
final class CoreLeases implements AutoCloseable {

    /** By core, in the order of the cores. */
    private final Map<Integer, FileChannel> held = new LinkedHashMap<>();

    private CoreLeases() {}

    /** No core. */
    static CoreLeases none() {
        return new CoreLeases();
    }

    /**
     * Where all executors of a host look. Not always {@code java.io.tmpdir}: cluster managers give each executor its own.
     */
    static Path sharedFolder() {
        Path tmp = Path.of("/tmp");
        return Files.isWritable(tmp) ? tmp : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Takes up to {@code wanted} free cores of a set, lowest numbers first. Does not wait. */
    static CoreLeases acquire(Path folder, CpuSet cores, int wanted) throws IOException {
        CoreLeases leases = new CoreLeases();
        try {
            for (int core : cores.cpus()) {
                if (leases.held.size() == wanted) {
                    break;
                }
                leases.tryAcquire(folder, core);
            }
            return leases;
        } catch (IOException | RuntimeException e) {
            leases.close();
            throw e;
        }
    }

    CpuSet cores() {
        return new CpuSet(List.copyOf(held.keySet()));
    }

    private void tryAcquire(Path folder, int core) throws IOException {
        Path file = folder.resolve("casemill-cpu-" + core + ".lock");
        if (Files.isSymbolicLink(file)) {
            // Planted: as good as taken.
            return;
        }
        FileChannel channel;
        try {
            channel = open(file);
        } catch (AccessDeniedException e) {
            // Another user's file that was never opened to all: as good as taken.
            return;
        }
        if (lock(channel) == null) {
            channel.close();
        } else {
            held.put(core, channel);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenInThisProcess) {
            return null;
        }
    }

    /** Opens the file, whoever made it; makes it, for all users, when there is none. Never follows a planted link. */
    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException absent) {
            try {
                Files.createFile(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            } catch (FileAlreadyExistsException someoneElseWasFaster) {
                // Then it is there.
            } catch (UnsupportedOperationException noPosix) {
                // Then the system's defaults hold.
            }
            return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Gives all cores back. Idempotent. */
    @Override
    public void close() {
        List<IOException> problems = new ArrayList<>();
        for (FileChannel channel : held.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                problems.add(e);
            }
        }
        held.clear();
        if (!problems.isEmpty()) {
            throw new UncheckedIOException("Cannot close the leases of cores", problems.get(0));
        }
    }
}
