package io.casemill.scatter;

import io.casemill.engine.WorkerStatistics;
import io.casemill.executor.ExecutorRuntime;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What the engine of one executor shows at one moment.
 *
 * @param executor its id
 * @param queued chunks that wait for any worker
 * @param workers by index; none before the first task
 */
record EngineFigures(String executor, long queued, List<WorkerStatistics> workers) implements Serializable {

    EngineFigures {
        Objects.requireNonNull(executor);
        workers = List.copyOf(workers);
    }

    static EngineFigures of(String executor, List<ExecutorRuntime> engines) {
        return new EngineFigures(
                executor,
                engines.stream().mapToLong(each -> each.engine().queued()).sum(),
                engines.stream()
                        .flatMap(each -> each.engine().statistics().stream())
                        .toList());
    }

    WorkerStatistics total() {
        return WorkerStatistics.total(workers);
    }

    /** One worker; one that has done nothing when there are not so many. */
    WorkerStatistics worker(int index) {
        return index < workers.size() ? workers.get(index) : WorkerStatistics.total(List.of());
    }
}
