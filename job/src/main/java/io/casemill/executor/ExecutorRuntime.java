package io.casemill.executor;

import io.casemill.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one executor JVM shares among its tasks: the engine, a local folder, and for each run what its tasks share. Safe
 * for any thread.
 */
public final class ExecutorRuntime implements AutoCloseable {
    /** Runs that nobody uses any more are kept this many deep: the next wave of tasks finds its run warm. */
    private static final int IDLE_RUNS = 2;

    private final Engine engine;
    private final Path folder;

    /** Guarded by this; in order of last use. */
    private final Map<String, RunRuntime> runs = new LinkedHashMap<>();

    /** Guarded by this. */
    private long arrivals;

    private ExecutorRuntime(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /**
     * Takes over an engine.
     *
     * @param scratch the local disk where the runtime makes its folder
     */
    public static ExecutorRuntime over(Engine engine, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        return new ExecutorRuntime(engine, Files.createTempDirectory(scratch, "casemill-"));
    }

    public Engine engine() {
        return engine;
    }

    /** A number that grows with each task: the engine serves the oldest first. */
    synchronized long arrival() {
        return arrivals++;
    }

    /** The run's shared part, made by the first task that asks. Give it back with {@link #release}. */
    synchronized RunRuntime acquire(RunSetup setup) throws IOException {
        String key = setup.runId() + "/" + setup.epoch();
        RunRuntime run = runs.remove(key);
        if (run == null) {
            run = RunRuntime.open(setup, folder.resolve(setup.runId() + "-" + setup.epoch()));
        }
        runs.put(key, run);
        run.users++;
        return run;
    }

    synchronized void release(RunRuntime run) {
        run.users--;
        int idle = (int) runs.values().stream().filter(r -> r.users == 0).count();
        for (Iterator<RunRuntime> i = runs.values().iterator(); idle > IDLE_RUNS && i.hasNext(); ) {
            RunRuntime oldest = i.next();
            if (oldest.users == 0) {
                i.remove();
                engine.release(oldest);
                oldest.close();
                idle--;
            }
        }
    }

    /** Ends the engine within its grace time, then removes the folder. Idempotent. */
    @Override
    public void close() {
        engine.close();
        synchronized (this) {
            runs.values().forEach(RunRuntime::close);
            runs.clear();
        }
        Folders.remove(folder);
    }
}
