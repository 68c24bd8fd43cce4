package io.casemill.engine;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the step that a thread works for, for its log lines. It is looked up when a line is written: a step of which
 * nobody writes pays nothing.
 *
 * <p>A worker's thread works for the step in hand. A thread that it starts meanwhile works for that step too, as long as the step
 * runs; after that, or when it is handed work of another step, nobody can tell, and it has no labels. What is remembered of a step
 * is a number, so that a thread that outlives it keeps nothing of it alive.
 */
public final class StepLabels {

    /** The label of the worker's index; all others come from {@link Steps#labels}. */
    public static final String WORKER = "worker";

    private static final InheritableThreadLocal<@Nullable StepLabels> HERE = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable StepLabels childValue(@Nullable StepLabels parent) {
            return parent == null ? null : parent.ofChild();
        }
    };

    private final WeakReference<WorkerLoop> loop;

    /** The activity to tell of, or {@link Watch#ANY}. */
    private final long activity;

    private StepLabels(WeakReference<WorkerLoop> loop, long activity) {
        this.loop = loop;
        this.activity = activity;
    }

    /** The calling thread is this worker's from now on, or until {@link #leave} is given the result. */
    static @Nullable StepLabels enter(WorkerLoop loop) {
        StepLabels outside = HERE.get();
        HERE.set(new StepLabels(new WeakReference<>(loop), Watch.ANY));
        return outside;
    }

    static void leave(@Nullable StepLabels outside) {
        HERE.set(outside);
    }

    /** Does something on behalf of a worker that lost its thread. */
    static void as(WorkerLoop lost, Runnable act) {
        StepLabels outside = enter(lost);
        try {
            act.run();
        } finally {
            leave(outside);
        }
    }

    private StepLabels ofChild() {
        WorkerLoop worker = loop.get();
        return activity != Watch.ANY || worker == null
                ? this
                : new StepLabels(loop, worker.watch().activity());
    }

    /** The labels of the step that the calling thread works for; empty when it works for none. */
    public static Map<String, String> here() {
        StepLabels here = HERE.get();
        WorkerLoop worker = here == null ? null : here.loop.get();
        return worker == null ? Map.of() : here.of(worker);
    }

    private Map<String, String> of(WorkerLoop worker) {
        long now = worker.watch().activity();
        if (activity != Watch.ANY && activity != now) {
            return Map.of();
        }
        Map<String, String> labels =
                new HashMap<>(now == Watch.NONE ? Map.of() : worker.hand().labels());
        labels.put(WORKER, String.valueOf(worker.index()));
        // A thread that is not the worker's own may have looked while the worker went on to its next step.
        return now == worker.watch().activity() ? labels : Map.of();
    }
}
