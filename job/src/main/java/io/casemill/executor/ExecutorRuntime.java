package io.casemill.executor;

import io.casemill.affinity.Affinity;
import io.casemill.affinity.Pinning;
import io.casemill.affinity.PinningPlan;
import io.casemill.engine.Engine;
import io.casemill.engine.EngineOptions;
import io.casemill.engine.Neighbourhood;
import io.casemill.profile.Recorded;
import io.casemill.profile.Window;
import io.casemill.runner.Supervisor;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one executor JVM shares among its tasks: the engine, a local folder, and for each run what its tasks share. Safe
 * for any thread.
 */
public final class ExecutorRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorRuntime.class);

    /** Runs that nobody uses any more are kept this many deep: the next wave of tasks finds its run warm. */
    private static final int IDLE_RUNS = 2;

    private final String executor;
    private final Started engine;
    private final Pinning pinning;
    private final Supervisor supervisor;
    private final Path folder;
    private final Patience patience;
    private final RunRuntime.StoreOpener stores;
    private final AtomicLong arrivals = new AtomicLong();

    /** Guarded by this; in order of last use. */
    private final Map<String, RunRuntime> runs = new LinkedHashMap<>();

    /** Of the runs above. Guarded by this. */
    private final Map<RunRuntime, Stay> stays = new HashMap<>();

    /** What the JVM has failed with, once it has. */
    private volatile @Nullable String fatal;

    private ExecutorRuntime(
            String executor,
            Started engine,
            Pinning pinning,
            Supervisor supervisor,
            Path folder,
            Patience patience,
            RunRuntime.StoreOpener stores) {
        this.executor = executor;
        this.engine = engine;
        this.pinning = pinning;
        this.supervisor = supervisor;
        this.folder = folder;
        this.patience = patience;
        this.stores = stores;
    }

    /**
     * How long an executor waits.
     *
     * @param grace for a case to come back from an interrupt, and half of what closing may take
     * @param circuit with a runner that cannot run cases, before it tries one again
     */
    public record Patience(Duration grace, Duration circuit) {
        /** Five seconds for a case. */
        public static Patience before(Duration circuit) {
            return new Patience(Duration.ofSeconds(5), circuit);
        }
    }

    /**
     * Starts the engine of this JVM.
     *
     * @param executor the executor's id, for names
     * @param workers how many; with 0 each task's own thread runs its cases, one after the other in plan order, and nothing is pinned
     * @param cores how many the executor was given, at least 1; they serve several workers each when these are more
     * @param affinity {@code off}, {@code best-effort} or {@code required}
     * @param scratch the local disk where the runtime makes its folder
     */
    public static ExecutorRuntime start(
            String executor, int workers, int cores, String affinity, Path scratch, Patience patience)
            throws IOException {
        return start(executor, workers, cores, affinity, scratch, patience, Stores::open);
    }

    /** The same, with a storage of the caller's choice. */
    static ExecutorRuntime start(
            String executor,
            int workers,
            int cores,
            String affinity,
            Path scratch,
            Patience patience,
            RunRuntime.StoreOpener stores)
            throws IOException {
        LogLabels.install();
        Affinity mode = workers == 0 ? Affinity.OFF : Affinity.parse(affinity);
        Files.createDirectories(scratch);
        Path folder = Files.createTempDirectory(scratch, "casemill-");
        Pinning pinning = null;
        try {
            pinning = Pinning.open(mode, workers, cores);
            Started engine =
                    Started.of(new EngineOptions("casemill-" + executor, workers, patience.grace(), pinning::pin)
                            .within(neighbourhood(pinning.plan(), workers)));
            return new ExecutorRuntime(executor, engine, pinning, new Supervisor(), folder, patience, stores);
        } catch (RuntimeException e) {
            // The task is tried again, and so must find the cores free.
            if (pinning != null) {
                pinning.close();
            }
            Folders.remove(folder);
            throw e;
        }
    }

    private static Neighbourhood neighbourhood(PinningPlan plan, int workers) {
        return plan.cpus().isEmpty()
                ? Neighbourhood.flat(Math.max(1, workers))
                : new Neighbourhood(plan.cpus().stream()
                        .map(cpu -> new Neighbourhood.Spot(cpu.node(), cpu.complex()))
                        .toList());
    }

    /**
     * Moves the workers when the CPUs that this process may use have changed. Cheap when they have not.
     *
     * @throws IllegalStateException in mode required, when there are not enough of them
     */
    void followCpus() {
        if (engine().workers() > 0 && pinning.refresh()) {
            engine().rearrange(neighbourhood(pinning.plan(), engine().workers()));
        }
    }

    /**
     * An engine that runs.
     *
     * @param degraded why it has no workers though it should, or null
     */
    record Started(Engine engine, @Nullable String degraded) {

        /** With its workers, or without any when the system gives no more threads. */
        static Started of(EngineOptions options) {
            try {
                return new Started(Engine.start(options), null);
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof OutOfMemoryError)) {
                    throw e;
                }
                LOG.warn("{}; tasks run their cases on their own threads", e.getMessage());
                return new Started(Engine.start(options.withoutWorkers()), e.getMessage());
            }
        }
    }

    public Engine engine() {
        return engine.engine();
    }

    /** Whether there are no workers, so that tasks run their cases on their own threads. */
    boolean isInline() {
        return engine().workers() == 0;
    }

    /** Why there are no workers though there should be, or null. */
    @Nullable String degraded() {
        return engine.degraded();
    }

    /** A number that grows with each task: the engine serves the oldest first. */
    long arrival() {
        return arrivals.getAndIncrement();
    }

    /** The run's shared part, made by the first task that asks. Give it back with {@link #release}. */
    synchronized RunRuntime acquire(RunSetup setup) throws IOException {
        RunRuntime run = runs.remove(setup.turn());
        if (run == null) {
            run = RunRuntime.open(
                    setup,
                    supervisor,
                    new Circuit(patience.circuit()),
                    folder.resolve(setup.runId() + "-" + setup.epoch()),
                    stores);
            stays.put(run, Stay.on(executor, engine()));
            run.profile = setup.profiled() ? ExecutorProfile.begin(setup, engine()) : null;
        }
        runs.put(setup.turn(), run);
        run.users++;
        return run;
    }

    /** The stay of a run that is in use. */
    synchronized Stay stay(RunRuntime run) {
        return Objects.requireNonNull(stays.get(run));
    }

    synchronized void release(RunRuntime run) {
        run.users--;
        notifyAll();
        int idle = (int) runs.values().stream().filter(r -> r.users == 0).count();
        for (Iterator<RunRuntime> i = runs.values().iterator(); idle > IDLE_RUNS && i.hasNext(); ) {
            RunRuntime oldest = i.next();
            if (oldest.users == 0) {
                i.remove();
                stays.remove(oldest);
                engine().release(oldest);
                oldest.close();
                idle--;
            }
        }
    }

    /** Takes no more cases, because the JVM has failed with this. Any thread. */
    void condemn(String what) {
        synchronized (this) {
            fatal = fatal == null ? what : fatal;
        }
        LOG.error("The JVM has failed; this executor takes no more cases: {}", what);
        engine().refuse("the JVM has failed");
    }

    /** Whether the JVM has failed. */
    public boolean isCondemned() {
        return fatal != null;
    }

    /** Throws when the JVM has failed. */
    void requireSound() {
        String what = fatal;
        if (what != null) {
            throw new FatalErrorException(what.lines().findFirst().orElse(""));
        }
    }

    /**
     * Waits until no attempt uses the runtime.
     *
     * @return whether that was so within the time
     */
    public synchronized boolean awaitQuiet(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (runs.values().stream().anyMatch(run -> run.users > 0)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Ends the profile of a run on this executor.
     *
     * @param executor whose it is, for the recording's name
     * @param window what the recording is read for
     * @return null when this executor recorded nothing of its own
     * @throws IOException when the recording is lost
     */
    public @Nullable Recorded endProfile(RunSetup setup, String executor, Window window) throws IOException {
        RunRuntime run;
        ExecutorProfile profile;
        synchronized (this) {
            run = runs.get(setup.turn());
            profile = run == null ? null : run.profile;
            if (run == null || profile == null) {
                return null;
            }
            run.profile = null;
            run.users++;
        }
        try {
            return profile.end(executor, run.store(), window);
        } finally {
            release(run);
        }
    }

    /** Ends the engine within its grace time, then removes the folder. Idempotent. */
    @Override
    public void close() {
        engine().close();
        synchronized (this) {
            runs.values().forEach(RunRuntime::close);
            runs.clear();
        }
        supervisor.close();
        pinning.close();
        Folders.remove(folder);
    }
}
