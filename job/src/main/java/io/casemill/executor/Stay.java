package io.casemill.executor;

import io.casemill.engine.Engine;
import io.casemill.engine.WorkerStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The time that a run spends on an executor: what the workers had counted when it came, and what else its tasks tell. */
final class Stay {
    private final String executor;
    private final Engine engine;
    private final long since = System.nanoTime();
    private final List<WorkerStatistics> before;

    /** What tasks' own threads ran. Guarded by this. */
    private WorkerStatistics inline = WorkerStatistics.total(List.of());

    /** Guarded by this. */
    private long heldUpNanos;

    private Stay(String executor, Engine engine) {
        this.executor = executor;
        this.engine = engine;
        this.before = engine.statistics();
    }

    /** Begins now. */
    static Stay on(String executor, Engine engine) {
        return new Stay(executor, engine);
    }

    /** A task's own thread ran cases. */
    synchronized void ranInline(List<WorkerStatistics> thread) {
        List<WorkerStatistics> all = new ArrayList<>(thread);
        all.add(inline);
        inline = WorkerStatistics.total(all);
    }

    /** Cases that could have begun waited so long for a task to record those that had ended. */
    synchronized void heldUp(long nanos) {
        heldUpNanos += nanos;
    }

    synchronized EngineStatistics soFar() {
        List<WorkerStatistics> now = engine.statistics();
        return new EngineStatistics(
                executor,
                since,
                System.nanoTime() - since,
                IntStream.range(0, now.size())
                        .mapToObj(i -> now.get(i).since(before.get(i)))
                        .toList(),
                inline,
                heldUpNanos);
    }
}
