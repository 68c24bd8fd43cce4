package io.casemill.affinity;

import java.util.List;

/**
 * Which worker runs on which CPU.
 *
 * @param cpus the CPU of each worker, by worker index; empty when workers are not pinned
 */
public record PinningPlan(List<Integer> cpus) {

    /** No worker is pinned. */
    public static final PinningPlan UNPINNED = new PinningPlan(List.of());

    public PinningPlan {
        cpus = List.copyOf(cpus);
    }

    /** One CPU each, lowest numbers first. Nobody is pinned when there are more workers than CPUs: some core would serve two. */
    public static PinningPlan of(CpuSet cpus, int workers) {
        return workers > cpus.size() ? UNPINNED : new PinningPlan(cpus.cpus().subList(0, workers));
    }

    /** The CPU of a worker, or -1. */
    public int cpu(int worker) {
        return cpus.isEmpty() ? -1 : cpus.get(worker);
    }
}
