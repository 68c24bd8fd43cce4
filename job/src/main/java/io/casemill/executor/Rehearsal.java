package io.casemill.executor;

import io.casemill.engine.Engine;
import io.casemill.engine.EngineOptions;
import io.casemill.engine.Lane;
import io.casemill.engine.WorkerStart;
import io.casemill.runner.Runner;
import io.casemill.runner.Runners;
import io.casemill.runner.Supervisor;
import io.casemill.session.Blobs;
import io.casemill.session.Inputs;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.CaseFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases outside of any run, to measure or to compare them: no row is written, and what they leave on disk goes with
 * them. Limits are kept as in a run; a failed case is not tried again. Used by one thread.
 */
public final class Rehearsal implements AutoCloseable {
    private static final String INPUTS = "inputs";
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SweepDefinition definition;
    private final List<Column> columns;
    private final Function<String, @Nullable CaseFunction> functions;
    private final Path folder;
    private final Supervisor supervisor = new Supervisor();
    private int passes;

    private Rehearsal(
            SweepDefinition definition,
            List<Column> columns,
            Function<String, @Nullable CaseFunction> functions,
            Path folder) {
        this.definition = definition;
        this.columns = columns;
        this.functions = functions;
        this.folder = folder;
    }

    /**
     * @param columns the values of a case by position
     * @param functions finds a case function by name, null when there is none
     */
    public static Rehearsal open(
            SweepDefinition definition, List<Column> columns, Function<String, @Nullable CaseFunction> functions)
            throws IOException {
        return open(definition, columns, functions, folder -> {
            try (Store store = Stores.open(folder.resolve("store").toString())) {
                Blobs blobs = new Blobs(store);
                Inputs.publish(definition.inputs(), blobs);
                Inputs.layOut(definition.inputs(), blobs, folder.resolve(INPUTS));
            }
        });
    }

    /** The same, with the input files that a run holds among its blobs. */
    public static Rehearsal open(
            SweepDefinition definition,
            List<Column> columns,
            Function<String, @Nullable CaseFunction> functions,
            Store run)
            throws IOException {
        return open(
                definition,
                columns,
                functions,
                folder -> Inputs.layOut(definition.inputs(), new Blobs(run), folder.resolve(INPUTS)));
    }

    private static Rehearsal open(
            SweepDefinition definition,
            List<Column> columns,
            Function<String, @Nullable CaseFunction> functions,
            LayOut layOut)
            throws IOException {
        Path folder = Files.createTempDirectory("casemill-rehearsal-");
        try {
            Files.createDirectory(folder.resolve(INPUTS));
            layOut.in(folder);
            return new Rehearsal(definition, columns, functions, folder);
        } catch (IOException | RuntimeException e) {
            Folders.remove(folder);
            throw e;
        }
    }

    private interface LayOut {
        void in(Path folder) throws IOException;
    }

    /**
     * One case after the other on one worker, which keeps its runner, as in a run.
     *
     * @param nanos no case begins after this time, and the one that runs then is cut short
     * @return a trial for each case that began, in their order
     * @throws InterruptedException when the calling thread was interrupted; nothing runs any more
     * @throws IllegalArgumentException when the sweep cannot be run here as it stands
     */
    public List<Trial> inTurn(List<Case> cases, long nanos) throws InterruptedException {
        return run(cases, 1, nanos, TrialSteps.Runners.ONE_PER_WORKER);
    }

    /** One case after the other, each on a runner that no other case used. Otherwise as {@link #inTurn}, without a limit. */
    public List<Trial> alone(List<Case> cases) throws InterruptedException {
        return run(cases, 1, Long.MAX_VALUE, TrialSteps.Runners.ONE_PER_CASE);
    }

    /** On several workers at once, each case on a runner of its own. Otherwise as {@link #inTurn}, without a limit. */
    public List<Trial> together(List<Case> cases, int workers) throws InterruptedException {
        return run(cases, workers, Long.MAX_VALUE, TrialSteps.Runners.ONE_PER_CASE);
    }

    private List<Trial> run(List<Case> cases, int workers, long nanos, TrialSteps.Runners runners)
            throws InterruptedException {
        // A sweep that cannot be run says so here, once, and not as a failure of each case.
        runner().close();
        TrialSteps steps = new TrialSteps(this, cases, folder.resolve("pass-" + passes++), nanos, runners);
        try (Engine engine =
                        Engine.start(new EngineOptions("casemill-rehearsal", workers, GRACE, WorkerStart.NOTHING));
                Lane lane = engine.lane(0)) {
            for (int i = 0; i < cases.size(); i++) {
                lane.submit(steps, i, i + 1);
            }
            return steps.await();
        } finally {
            Folders.remove(steps.folder());
        }
    }

    Runner runner() {
        return Runners.open(definition, columns, functions, supervisor);
    }

    Duration timeout() {
        return definition.limits().timeout();
    }

    /** Whether cases run inside this JVM. */
    boolean inProcess() {
        return definition.runner() instanceof RunnerDefinition.Function;
    }

    Path inputs() {
        return folder.resolve(INPUTS);
    }

    /** How many cases a run would put into a chunk when a case takes so long. */
    public static int chunkOf(double seconds) {
        return ChunkSize.of(seconds * 1e9);
    }

    /** Removes what it laid out. Idempotent. */
    @Override
    public void close() {
        supervisor.close();
        Folders.remove(folder);
    }
}
