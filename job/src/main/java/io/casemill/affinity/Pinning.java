package io.casemill.affinity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pinning of one executor's workers: holds leases of their cores from {@link #open} to {@link #close}. Threads keep their pin.
 */
public final class Pinning implements AutoCloseable {

    private final Affinity mode;
    private final PinningPlan plan;
    private final CoreLeases leases;
    private final Supplier<Pinner> makePinner;
    private final AtomicBoolean reported = new AtomicBoolean();

    /** Made by the first worker. Guarded by this. */
    private @Nullable Pinner pinner;

    private Pinning(Affinity mode, PinningPlan plan, CoreLeases leases, Supplier<Pinner> makePinner) {
        this.mode = mode;
        this.plan = plan;
        this.leases = leases;
        this.makePinner = makePinner;
    }

    /**
     * Takes a core for each worker, of those that this process may use and no other executor of this host has.
     *
     * @param workers at least 1
     * @throws IllegalStateException in mode required, when there are not enough; the message says what to do
     */
    public static Pinning open(Affinity mode, int workers) {
        return open(mode, workers, CpuSet::allowed, CoreLeases.sharedFolder(), OpenHftPinner::new);
    }

    static Pinning open(Affinity mode, int workers, Cpus cpus, Path folder, Supplier<Pinner> makePinner) {
        if (mode == Affinity.OFF) {
            return unpinned(mode, makePinner);
        }
        try {
            CpuSet allowed = cpus.allowed();
            if (workers > allowed.size()) {
                return without(
                        mode,
                        makePinner,
                        "Cannot pin " + workers + " workers: this process may use " + allowed.size() + " CPUs ("
                                + allowed + "); use at most that many workers");
            }
            CoreLeases leases = CoreLeases.acquire(folder, allowed, workers);
            int free = leases.cores().size();
            if (free < workers) {
                leases.close();
                return without(
                        mode,
                        makePinner,
                        "Cannot pin " + workers + " workers: " + free + " of the CPUs " + allowed
                                + " are free; other executors hold the locks casemill-cpu-*.lock in " + folder
                                + ", or these cannot be opened; use fewer workers or fewer executors per host");
            }
            return new Pinning(mode, PinningPlan.of(leases.cores(), workers), leases, makePinner);
        } catch (IOException e) {
            return without(mode, makePinner, "Cannot pin " + workers + " workers: " + e);
        }
    }

    private static Pinning without(Affinity mode, Supplier<Pinner> makePinner, String problem) {
        Pinning pinning = unpinned(mode, makePinner);
        pinning.report(problem, null);
        return pinning;
    }

    private static Pinning unpinned(Affinity mode, Supplier<Pinner> makePinner) {
        return new Pinning(mode, PinningPlan.UNPINNED, CoreLeases.none(), makePinner);
    }

    public PinningPlan plan() {
        return plan;
    }

    /**
     * Pins the calling thread to the CPU of this worker and reads back what the system made of it. Processes that the thread starts
     * inherit the pin.
     *
     * @return the CPU that alone is in force, or -1
     * @throws IllegalStateException in mode required, when the thread is not pinned; the message says what to do
     */
    public int pin(int worker) {
        int cpu = plan.cpu(worker);
        if (cpu < 0) {
            return -1;
        }
        CpuSet inForce;
        try {
            inForce = pinAndRead(cpu);
        } catch (RuntimeException | LinkageError e) {
            report(
                    "Cannot pin worker " + worker + " to CPU " + cpu + ": " + e
                            + "; check that the CPU is online, that the sandbox allows sched_setaffinity,"
                            + " and that JNA may unpack its library (jna.tmpdir)",
                    e);
            return -1;
        }
        if (inForce.cpus().equals(List.of(cpu))) {
            return cpu;
        }
        report(
                "Cannot pin worker " + worker + " to CPU " + cpu + ": the mask in force is '" + inForce
                        + "'; thread affinity needs Linux with glibc and JNA",
                null);
        return -1;
    }

    private synchronized CpuSet pinAndRead(int cpu) {
        if (pinner == null) {
            pinner = makePinner.get();
        }
        pinner.pin(cpu);
        return pinner.inForce();
    }

    private void report(String problem, @Nullable Throwable cause) {
        if (mode == Affinity.REQUIRED) {
            throw new IllegalStateException(problem + "; or set affinity: best-effort", cause);
        }
        if (!reported.getAndSet(true)) {
            System.getLogger(Pinning.class.getPackageName())
                    .log(Level.WARNING, problem + ". Workers run unpinned (affinity: best-effort)");
        }
    }

    /** Gives the cores back. Idempotent. */
    @Override
    public void close() {
        leases.close();
    }

    /** Tells the CPUs that this process may use. */
    interface Cpus {
        CpuSet allowed() throws IOException;
    }
}
