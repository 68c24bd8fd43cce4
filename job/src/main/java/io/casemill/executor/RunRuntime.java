package io.casemill.executor;

import io.casemill.config.SweepJson;
import io.casemill.runner.Runner;
import io.casemill.runner.Runners;
import io.casemill.runner.Supervisor;
import io.casemill.session.Blobs;
import io.casemill.session.Inputs;
import io.casemill.session.Session;
import io.casemill.status.StatusColumns;
import io.casemill.store.Store;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.CaseFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tasks of one run share on one executor. Immutable but for its users, its profile and a hint. */
final class RunRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(RunRuntime.class);

    private final RunSetup setup;
    private final SweepDefinition definition;
    private final Store store;
    private final Path folder;
    private final Path inputs;
    private final CaseFunctions functions;
    private final Supervisor supervisor;
    private final StatusColumns columns;
    private final Keep keep;
    private final Circuit circuit;

    /** Guarded by the {@link ExecutorRuntime} that made this. */
    int users;

    private volatile int chunkSize = 1;

    /** What this executor records of the run, or null. Guarded like the users. */
    @Nullable ExecutorProfile profile;

    private RunRuntime(
            RunSetup setup,
            SweepDefinition definition,
            Store store,
            Path folder,
            Path inputs,
            CaseFunctions functions,
            Supervisor supervisor,
            Circuit circuit) {
        this.setup = setup;
        this.definition = definition;
        this.store = store;
        this.folder = folder;
        this.inputs = inputs;
        this.functions = functions;
        this.supervisor = supervisor;
        this.columns = StatusColumns.of(setup.columns(), definition.outputs());
        this.keep = keepOf(definition.runner());
        this.circuit = circuit;
    }

    /** Opens the storage of a run directory. */
    interface StoreOpener {
        Store open(String root) throws IOException;
    }

    static RunRuntime open(RunSetup setup, Supervisor supervisor, Circuit circuit, Path folder, StoreOpener stores)
            throws IOException {
        SweepDefinition definition = SweepJson.read(setup.sweepJson());
        CaseFunctions functions = CaseFunctions.load(RunRuntime.class.getClassLoader());
        Store store = stores.open(setup.root());
        try {
            Path inputs = Files.createDirectories(folder.resolve("inputs"));
            Inputs.layOut(definition.inputs(), new Blobs(store), inputs);
            return new RunRuntime(setup, definition, store, folder, inputs, functions, supervisor, circuit);
        } catch (IOException | RuntimeException e) {
            // The next task of the run starts from nothing.
            store.close();
            Folders.remove(folder);
            throw e;
        }
    }

    RunSetup setup() {
        return setup;
    }

    /** The chunk size that one of the tasks arrived at last, where the next task begins. */
    int chunkSize() {
        return chunkSize;
    }

    void arrivedAt(int size) {
        chunkSize = size;
    }

    SweepDefinition definition() {
        return definition;
    }

    Store store() {
        return store;
    }

    Path inputs() {
        return inputs;
    }

    StatusColumns columns() {
        return columns;
    }

    /** Which cases keep their files. */
    Keep keep() {
        return keep;
    }

    /** Whether the runner can run cases on this executor. */
    Circuit circuit() {
        return circuit;
    }

    /** Whether cases run inside this JVM and must be interrupted at their limit. */
    boolean inProcess() {
        return definition.runner() instanceof RunnerDefinition.Function;
    }

    private static Keep keepOf(RunnerDefinition runner) {
        if (runner instanceof RunnerDefinition.Command command) {
            return command.keep();
        }
        return runner instanceof RunnerDefinition.Ngspice ngspice ? ngspice.keep() : Keep.NONE;
    }

    /** Where a case may make its directory: of this attempt in this partition attempt alone. */
    Path scratch(Session.Attempt of, long caseId, int attempt) {
        return folder.resolve("p" + of.partition() + "-a" + of.stageAttempt() + "." + of.taskAttempt() + "-c" + caseId
                + "-a" + attempt);
    }

    /** A runner for one worker. */
    Runner runner() {
        return Runners.open(definition, setup.columns(), functions::find, supervisor);
    }

    /** Frees what the run holds here. What cannot be freed is logged: the tasks of the run have ended well. */
    void close() {
        if (profile != null) {
            profile.close();
        }
        try {
            store.close();
        } catch (IOException e) {
            LOG.warn("Cannot close the storage {}: {}", store.root(), e.toString());
        }
        Folders.remove(folder);
    }
}
