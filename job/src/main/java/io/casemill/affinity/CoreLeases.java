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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * CPUs that this process has to itself among the executors of one host. A lease is a lock on an empty file named after the CPU;
 * the system drops it with its process, however that ends, so no lease outlives its owner. The files stay.
 *
 * <p>Choosing among the free CPUs means to look at all of them, which is to lock them for a moment. A lock on one more file
 * keeps the executors of a host from looking at the same time, so that none takes the looks of another for its leases. Locks belong
 * to the process: in one process only one object may hold leases.
 *
 * <p>Not for several threads at once.
 */
final class CoreLeases implements AutoCloseable {

    private static final String PREFIX = "casemill-cpu-";
    private static final String TURN = "casemill-cpus.lock";

    /** How long to wait for others to choose; then one chooses of what they leave. Somebody stopped in between is not waited for. */
    private static final long PATIENCE_NANOS = 2_000_000_000;

    private static final long PAUSE_NANOS = 2_000_000;

    private final Path folder;

    /** By CPU. */
    private final Map<Integer, FileChannel> held = new TreeMap<>();

    /** Of no CPU yet. */
    CoreLeases(Path folder) {
        this.folder = folder;
    }

    /**
     * Where all executors of a host look. Not always {@code java.io.tmpdir}: cluster managers give each executor its own.
     */
    static Path sharedFolder() {
        Path tmp = Path.of("/tmp");
        return Files.isWritable(tmp) ? tmp : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** The CPUs of a set that no executor holds. */
    static CpuSet free(Path folder, CpuSet allowed) throws IOException {
        try (CoreLeases look = new CoreLeases(folder)) {
            CpuSet[] free = {CpuSet.NONE};
            look.renew(allowed, seen -> {
                free[0] = seen;
                return CpuSet.NONE;
            });
            return free[0];
        }
    }

    /**
     * Replaces what is held by what is chosen of the CPUs that are free or held here. When the choice throws, what was held
     * still is.
     *
     * @param allowed the CPUs to look at
     * @param choose from the free ones to those to hold
     */
    void renew(CpuSet allowed, UnaryOperator<CpuSet> choose) throws IOException {
        FileChannel turn = open(TURN);
        try {
            if (turn != null) {
                await(turn);
            }
            CpuSet before = cpus();
            try {
                for (int cpu : allowed.cpus()) {
                    tryAcquire(cpu);
                }
                CpuSet chosen = choose.apply(cpus().and(allowed));
                releaseAllBut(chosen.cpus());
            } catch (IOException | RuntimeException e) {
                releaseAllBut(before.cpus());
                throw e;
            }
        } finally {
            if (turn != null) {
                turn.close();
            }
        }
    }

    CpuSet cpus() {
        return new CpuSet(List.copyOf(held.keySet()));
    }

    private static void await(FileChannel turn) throws IOException {
        long start = System.nanoTime();
        while (lock(turn) == null && System.nanoTime() - start < PATIENCE_NANOS) {
            LockSupport.parkNanos(turn, PAUSE_NANOS);
        }
    }

    private void tryAcquire(int cpu) throws IOException {
        if (held.containsKey(cpu)) {
            return;
        }
        FileChannel channel = open(PREFIX + cpu + ".lock");
        if (channel == null) {
            return;
        }
        if (lock(channel) == null) {
            channel.close();
        } else {
            held.put(cpu, channel);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenInThisProcess) {
            return null;
        }
    }

    /** Null when somebody else keeps us out of it, which makes it as good as taken. */
    private @Nullable FileChannel open(String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.isSymbolicLink(file)) {
            // Planted.
            return null;
        }
        try {
            return open(file);
        } catch (AccessDeniedException e) {
            // Another user's file that was never opened to all.
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

    /** Gives all CPUs back. Idempotent. */
    @Override
    public void close() {
        releaseAllBut(List.of());
    }

    private void releaseAllBut(Collection<Integer> kept) {
        List<IOException> problems = new ArrayList<>();
        held.entrySet().removeIf(lease -> {
            if (kept.contains(lease.getKey())) {
                return false;
            }
            try {
                lease.getValue().close();
            } catch (IOException e) {
                problems.add(e);
            }
            return true;
        });
        if (!problems.isEmpty()) {
            throw new UncheckedIOException("Cannot close the leases of CPUs", problems.get(0));
        }
    }
}
