package io.casemill.scatter;

import io.casemill.executor.ExecutorRuntime;
import io.casemill.executor.RunSetup;
import io.casemill.profile.Recorded;
import io.casemill.profile.Window;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Spark runs on each executor when a profiled run has ended: keeps its recording and returns what it tells, as JSON. */
final class EndProfileTask implements FlatMapFunction<Iterator<String>, String> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(EndProfileTask.class);

    private final RunSetup setup;
    private final EngineSetup engine;
    private final Window window;

    EndProfileTask(RunSetup setup, EngineSetup engine, Window window) {
        this.setup = setup;
        this.engine = engine;
        this.window = window;
    }

    /** The elements only say where the task would best run; wherever it does, that executor answers. */
    @Override
    public Iterator<String> call(Iterator<String> wanted) {
        Recorded recorded = recorded(SparkEnv.get().executorId());
        return recorded == null
                ? List.<String>of().iterator()
                : List.of(recorded.toJson()).iterator();
    }

    private @Nullable Recorded recorded(String executor) {
        int workers = engine.workers(executor);
        ExecutorRuntime runtime = SharedRuntime.acquirePresent(workers);
        if (runtime == null) {
            return null;
        }
        try {
            return runtime.endProfile(setup, executor, window);
        } catch (IOException e) {
            LOG.warn("The profile of this executor is lost: {}", e.toString());
            return null;
        } finally {
            SharedRuntime.release(workers);
        }
    }
}
