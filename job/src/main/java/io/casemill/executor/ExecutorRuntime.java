package io.casemill.executor;

import io.casemill.affinity.Affinity;
import io.casemill.affinity.Pinning;
import io.casemill.engine.Engine;
import io.casemill.engine.EngineOptions;
import io.casemill.runner.Supervisor;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one executor JVM shares among its tasks: the engine, a local folder, and for each run what its tasks share. Safe
 * for any thread.
 */
public final class ExecutorRuntime implements AutoCloseable {
    /** Runs that nobody uses any more are kept this many deep: the next wave of tasks finds its run warm. */
    private static final int IDLE_RUNS = 2;

    /** How long a case may take to come back from an interrupt, and half of what closing may take. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Engine engine;
    private final Pinning pinning;
    private final Supervisor supervisor;
    private final Path folder;
    private final RunRuntime.StoreOpener stores;
    private final AtomicLong arrivals = new AtomicLong();

    /** Guarded by this; in order of last use. */
    private final Map<String, RunRuntime> runs = new LinkedHashMap<>();

    private ExecutorRuntime(
            Engine engine, Pinning pinning, Supervisor supervisor, Path folder, RunRuntime.StoreOpener stores) {
        this.engine = engine;
        this.pinning = pinning;
        this.supervisor = supervisor;
        this.folder = folder;
        this.stores = stores;
    }

    /**
     * Starts the engine of this JVM.
     *
     * @param executor the executor's id, for names
     * @param workers how many, at least 1
     * @param affinity {@code off}, {@code best-effort} or {@code required}
     * @param scratch the local disk where the runtime makes its folder
     */
    public static ExecutorRuntime start(String executor, int workers, String affinity, Path scratch)
            throws IOException {
        return start(executor, workers, affinity, scratch, GRACE, Stores::open);
    }

    /**
     * The same, with a grace and a storage of the caller's choice.
     *
     * @param grace how long a case may take to come back from an interrupt
     */
    static ExecutorRuntime start(
            String executor, int workers, String affinity, Path scratch, Duration grace, RunRuntime.StoreOpener stores)
            throws IOException {
        Affinity mode = Affinity.parse(affinity);
        Files.createDirectories(scratch);
        Path folder = Files.createTempDirectory(scratch, "casemill-");
        Pinning pinning = null;
        try {
            pinning = Pinning.open(mode, workers);
            Engine engine = Engine.start(new EngineOptions("casemill-" + executor, workers, grace, pinning::pin));
            return new ExecutorRuntime(engine, pinning, new Supervisor(), folder, stores);
        } catch (RuntimeException e) {
            // The task is tried again, and so must find the cores free.
            if (pinning != null) {
                pinning.close();
            }
            Folders.remove(folder);
            throw e;
        }
    }

    public Engine engine() {
        return engine;
    }

    /** A number that grows with each task: the engine serves the oldest first. */
    long arrival() {
        return arrivals.getAndIncrement();
    }

    /** The run's shared part, made by the first task that asks. Give it back with {@link #release}. */
    synchronized RunRuntime acquire(RunSetup setup) throws IOException {
        String key = setup.runId() + "/" + setup.epoch();
        RunRuntime run = runs.remove(key);
        if (run == null) {
            run = RunRuntime.open(setup, supervisor, folder.resolve(setup.runId() + "-" + setup.epoch()), stores);
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
        supervisor.close();
        pinning.close();
        Folders.remove(folder);
    }
}
