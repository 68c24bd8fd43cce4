package io.casemill.executor;

import io.casemill.engine.WorkerStatistics;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What the workers of one executor did while it served a run. When several runs share the executor at the same time, each is told
 * of all that the workers did meanwhile.
 *
 * @param executor its id
 * @param since tells stays of the run apart: an executor that drops an idle run and takes it up again begins anew
 * @param nanos how long the stay has lasted, in nanoseconds
 * @param workers by index; none in a run that has no workers
 * @param inline what tasks' own threads ran for want of workers
 * @param heldUpNanos how long cases that could have begun waited for tasks to record those that had ended, in nanoseconds: the
 *     back-pressure of the storage
 */
public record EngineStatistics(
        String executor,
        long since,
        long nanos,
        List<WorkerStatistics> workers,
        WorkerStatistics inline,
        long heldUpNanos)
        implements Serializable {

    public EngineStatistics {
        Objects.requireNonNull(executor);
        Objects.requireNonNull(inline);
        workers = List.copyOf(workers);
    }

    /** Names the stay, so that a later snapshot of it replaces an earlier one. */
    public String stay() {
        return executor + "@" + since;
    }
}
