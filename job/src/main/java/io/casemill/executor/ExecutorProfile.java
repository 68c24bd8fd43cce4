package io.casemill.executor;

import io.casemill.engine.Engine;
import io.casemill.engine.WorkerTicks;
import io.casemill.profile.ProfilePath;
import io.casemill.profile.Recorded;
import io.casemill.profile.Recorder;
import io.casemill.profile.Window;
import io.casemill.store.Store;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an executor records of one run, from the run's first task there. Used by one thread
 * at a time.
 */
final class ExecutorProfile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorProfile.class);

    private final RunSetup setup;
    private final WorkerTicks ticks;

    /** Null when the driver of the same JVM records, and after the end. */
    private @Nullable Recorder recorder;

    private ExecutorProfile(RunSetup setup, WorkerTicks ticks, @Nullable Recorder recorder) {
        this.setup = setup;
        this.ticks = ticks;
        this.recorder = recorder;
    }

    /** Starts to record; null, and a word in the log, when this JVM cannot: the run goes on without. */
    static @Nullable ExecutorProfile begin(RunSetup setup, Engine engine) {
        try {
            Recorder recorder = Recorder.start(setup.runId());
            return new ExecutorProfile(setup, WorkerTicks.begin(engine, setup.turn()), recorder);
        } catch (IOException e) {
            LOG.warn("This executor is not profiled: {}", e.getMessage());
            return null;
        }
    }

    /** Keeps and reads the recording; null when the driver of the same JVM does. */
    @Nullable Recorded end(String executor, Store store, Window window) throws IOException {
        ticks.close();
        Recorder ending = recorder;
        recorder = null;
        return ending == null
                ? null
                : ending.finish(executor, setup.turn(), store, ProfilePath.recording(setup.epoch(), executor), window);
    }

    /** Ends without keeping anything. Idempotent. */
    @Override
    public void close() {
        ticks.close();
        if (recorder != null) {
            recorder.close();
            recorder = null;
        }
    }
}
