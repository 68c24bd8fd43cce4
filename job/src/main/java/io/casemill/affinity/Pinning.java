package io.casemill.affinity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pinning of one executor's workers: holds leases of their cores from {@link #open} to {@link #close}, and follows the CPUs
 * that the process may use when these change. One per process. Threads keep their pin. For any thread.
 */
public final class Pinning implements AutoCloseable {

    private final Affinity mode;
    private final int workers;
    private final int cores;
    private final Host host;

    /** Guarded by itself. */
    private final CoreLeases leases;

    /** Guarded by the leases. */
    private boolean closed;

    /** Written under the lock of the leases. */
    private volatile State state = new State(CpuSet.NONE, PinningPlan.UNPINNED, false);

    /** Made by the first worker that is pinned. Guarded by this. */
    private @Nullable Pinner pinner;

    /** Guarded by this. */
    private boolean reported;

    /**
     * What holds until the allowed CPUs change.
     *
     * @param allowed the CPUs that the process may use
     * @param plan the workers' CPUs
     * @param loosens whether workers without a CPU may still have the pin of an earlier plan
     */
    private record State(CpuSet allowed, PinningPlan plan, boolean loosens) {}

    private Pinning(Affinity mode, int workers, int cores, Host host) {
        this.mode = mode;
        this.workers = workers;
        this.cores = cores;
        this.host = host;
        this.leases = new CoreLeases(host.folder());
    }

    /**
     * Takes cores that this process may use and no other executor of this host has, near each other, and shares them out among the
     * workers: one each, or the same number of workers to each core when there are more workers than cores.
     *
     * @param workers at least 1
     * @param cores how many the executor was given, at least 1
     * @throws IllegalStateException in mode required, when there are not enough; the message says what to do
     */
    public static Pinning open(Affinity mode, int workers, int cores) {
        return open(mode, workers, cores, Host.local());
    }

    static Pinning open(Affinity mode, int workers, int cores, Host host) {
        Pinning pinning = new Pinning(mode, workers, cores, host);
        pinning.refresh();
        return pinning;
    }

    /** The CPUs of this process that no executor of this host holds. Not in a process that has a pinning of its own. */
    public static CpuSet freeCpus() throws IOException {
        return CoreLeases.free(CoreLeases.sharedFolder(), CpuSet.allowed());
    }

    /** As it is now. */
    public PinningPlan plan() {
        return state.plan;
    }

    /**
     * Plans anew when the CPUs that this process may use have changed since the last call, by {@code taskset}, by a cgroup or by a
     * CPU that went off line. Costs two small file reads when they have not. The workers follow when they next call {@link #pin}.
     *
     * @return whether there is a new plan
     * @throws IllegalStateException in mode required, when the new CPUs are not enough; the message says what to do. The plan
     *     stays, and the next call looks again
     */
    public boolean refresh() {
        if (mode == Affinity.OFF) {
            return false;
        }
        synchronized (leases) {
            try {
                CpuSet allowed = host.cpus().allowed();
                if (closed || allowed.equals(state.allowed)) {
                    return false;
                }
                State before = state;
                PinningPlan plan = PinningPlan.of(lease(allowed), workers);
                state = new State(
                        allowed, plan, before.loosens || !before.plan.cpus().isEmpty());
                if (!before.allowed.isEmpty()) {
                    log(
                            Level.WARNING,
                            "This process may now use the CPUs " + allowed + ", no longer " + before.allowed
                                    + "; its workers follow");
                }
                return true;
            } catch (IOException e) {
                report("Cannot pin workers: " + e, null);
                return false;
            }
        }
    }

    /** Leases and returns the CPUs for the workers; none when there are not enough. */
    private List<Cpu> lease(CpuSet allowed) throws IOException {
        if (allowed.size() < cores) {
            tooFew(allowed);
        }
        int wanted = Math.min(Math.min(workers, cores), allowed.size());
        Topology topology = host.topology().get();
        leases.renew(allowed, free -> {
            if (free.size() < wanted) {
                report(
                        "Cannot pin " + workers + " workers to " + wanted + " CPUs: " + free.size() + " of the CPUs "
                                + allowed + " are free; other executors hold the locks casemill-cpu-*.lock in "
                                + host.folder() + ", or these cannot be opened; use fewer cores or fewer executors"
                                + " per host",
                        null);
                return CpuSet.NONE;
            }
            return CpuChoice.choose(topology, allowed, free, wanted);
        });
        return topology.of(leases.cpus()).stream().sorted(CpuChoice.NEIGHBOURS).toList();
    }

    private void tooFew(CpuSet allowed) {
        String problem = "This executor was given " + cores + " cores, but its process may use " + allowed.size()
                + " CPUs (" + allowed + ")";
        if (mode == Affinity.REQUIRED) {
            throw new IllegalStateException("Cannot pin workers to cores of their own: " + problem
                    + "; use at most that many cores, or set affinity: best-effort");
        }
        log(Level.WARNING, problem + ". Each CPU serves several workers (affinity: best-effort)");
    }

    /**
     * Pins the calling thread to the CPU of this worker and reads back what the system made of it. Processes that the thread starts
     * inherit the pin. A worker that has no CPU any more gets all that the process may use.
     *
     * @return the CPU that alone is in force, or -1
     * @throws IllegalStateException in mode required, when the thread is not pinned; the message says what to do
     */
    public int pin(int worker) {
        State now = state;
        int cpu = now.plan.cpu(worker);
        if (cpu < 0 && !now.loosens) {
            return -1;
        }
        CpuSet wanted = cpu < 0 ? now.allowed : new CpuSet(List.of(cpu));
        CpuSet inForce;
        try {
            Pinner system = pinner();
            system.pin(wanted);
            inForce = system.inForce();
        } catch (RuntimeException | LinkageError e) {
            report(
                    "Cannot pin worker " + worker + " to CPU " + wanted + ": " + e
                            + "; check that the CPU is online, that the sandbox allows sched_setaffinity,"
                            + " and that JNA may unpack its library (jna.tmpdir)",
                    e);
            return -1;
        }
        if (!inForce.equals(wanted)) {
            report(
                    "Cannot pin worker " + worker + " to CPU " + wanted + ": the mask in force is '" + inForce
                            + "'; thread affinity needs Linux with glibc and JNA",
                    null);
            return -1;
        }
        return cpu;
    }

    private synchronized Pinner pinner() {
        if (pinner == null) {
            pinner = host.pinner().get();
        }
        return pinner;
    }

    private synchronized void report(String problem, @Nullable Throwable cause) {
        if (mode == Affinity.REQUIRED) {
            throw new IllegalStateException(problem + "; or set affinity: best-effort", cause);
        }
        if (!reported) {
            reported = true;
            log(Level.WARNING, problem + ". Workers run unpinned (affinity: best-effort)");
        }
    }

    private static void log(Level level, String message) {
        System.getLogger(Pinning.class.getPackageName()).log(level, message);
    }

    /** Gives the cores back. Idempotent; there is no new plan after it. */
    @Override
    public void close() {
        synchronized (leases) {
            closed = true;
            leases.close();
        }
    }
}
