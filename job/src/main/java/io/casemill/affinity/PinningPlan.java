package io.casemill.affinity;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which worker runs on which CPU.
 *
 * @param cpus the CPU of each worker, by worker index; empty when workers are not pinned
 */
public record PinningPlan(List<Cpu> cpus) {

    /** No worker is pinned. */
    public static final PinningPlan UNPINNED = new PinningPlan(List.of());

    public PinningPlan {
        cpus = List.copyOf(cpus);
    }

    /**
     * Workers side by side on CPUs side by side. When there are more workers than CPUs, each CPU serves as many as another, give or
     * take one, and those with one more are spread over all.
     */
    static PinningPlan of(List<Cpu> cpus, int workers) {
        int used = Math.min(workers, cpus.size());
        return new PinningPlan(IntStream.range(0, used == 0 ? 0 : workers)
                .mapToObj(worker -> cpus.get((int) ((long) worker * used / workers)))
                .toList());
    }

    /** The number of a worker's CPU, or -1. */
    public int cpu(int worker) {
        return cpus.isEmpty() ? -1 : cpus.get(worker).number();
    }
}
