package io.casemill.app;

import io.casemill.executor.RunSetup;
import io.casemill.profile.Course;
import io.casemill.profile.Profile;
import io.casemill.profile.ProfilePage;
import io.casemill.profile.ProfilePath;
import io.casemill.profile.Recorded;
import io.casemill.profile.Recorder;
import io.casemill.profile.Window;
import io.casemill.scatter.Profiles;
import io.casemill.scatter.Scatter;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The profile of one run, from before Spark starts to the page. Whatever fails here, the run goes on. Used by the driver's thread. */
final class Profiling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Profiling.class);

    private static final String PAGE = "profile.html";
    private static final String JSON = "profile.json";

    private final RunFile run;
    private final RunRequest.Profiled wanted;
    private final @Nullable Recorder recorder;
    private final String trouble;

    private Profiling(RunFile run, RunRequest.Profiled wanted, @Nullable Recorder recorder, String trouble) {
        this.run = run;
        this.wanted = wanted;
        this.recorder = recorder;
        this.trouble = trouble;
    }

    /** Begins to record in this JVM, when the request wants a profile; otherwise null. */
    static @Nullable Profiling begin(RunRequest request, RunFile run) {
        RunRequest.Profiled wanted = request.profile();
        if (wanted == null) {
            return null;
        }
        requireDirectory(wanted.directory());
        try {
            Recorder recorder = Recorder.start(run.runId());
            return new Profiling(run, wanted, recorder, "this JVM records the run already");
        } catch (IOException e) {
            return new Profiling(run, wanted, null, String.valueOf(e.getMessage()));
        }
    }

    /** Says before the run what would be found out at its end: that a file is in the way. */
    private static void requireDirectory(@Nullable String directory) {
        Path path = directory == null || directory.contains(":")
                ? null
                : Path.of(directory).toAbsolutePath();
        while (path != null && !Files.exists(path)) {
            path = path.getParent();
        }
        if (path != null && !Files.isDirectory(path)) {
            throw new InvalidInputException("Invalid --profile=" + directory + ": " + path
                    + " is a file; name a directory, which may be a new one");
        }
    }

    /**
     * Ends all recordings of the run, reads them, and writes page and JSON.
     *
     * @param scatter of the turn
     * @param definition of the sweep
     * @param setup of the turn
     * @param course of the run
     * @param degraded why a part ran without the engine, or null
     */
    ProfileView end(
            Scatter scatter, SweepDefinition definition, RunSetup setup, Course course, @Nullable String degraded) {
        try {
            // The executors' first: in local mode this writes the workers' last figures into the driver's recording.
            Window window = course.window();
            Profiles executors = scatter.endProfile(window);
            if (recorder == null) {
                throw new IOException(trouble);
            }
            List<Recorded> recorded = new ArrayList<>();
            recorded.add(recorder.finish(
                    "driver", setup.turn(), run.store(), ProfilePath.recording(setup.epoch(), "driver"), window));
            recorded.addAll(executors.recorded());
            Profile profile = Profile.of(
                    new Profile.Subject(
                            definition.name(), setup.runId(), setup.epoch(), runner(definition.runner()), degraded),
                    course,
                    window,
                    recorded,
                    executors.silent());
            return ProfileView.of(profile, write(profile, setup.epoch()));
        } catch (Exception e) {
            // Spark throws checked exceptions undeclared, and the run has ended well.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("The run is not profiled", e);
            return ProfileView.failed(e.getMessage());
        }
    }

    private static String runner(RunnerDefinition runner) {
        if (runner instanceof RunnerDefinition.Function) {
            return "function";
        }
        return runner instanceof RunnerDefinition.Ngspice ? "ngspice" : "command";
    }

    /** Returns where the page is, as the user would type it. */
    private String write(Profile profile, int epoch) throws IOException {
        String elsewhere = wanted.directory();
        if (elsewhere == null) {
            String folder = ProfilePath.folder(epoch);
            write(profile, run.store(), folder + "/");
            return run.directory() + "/" + folder + "/" + PAGE;
        }
        try (Store store = Stores.open(elsewhere)) {
            write(profile, store, "");
        }
        return elsewhere + "/" + PAGE;
    }

    private static void write(Profile profile, Store store, String prefix) throws IOException {
        store.replace(prefix + JSON, profile.toJson().getBytes(StandardCharsets.UTF_8));
        store.replace(prefix + PAGE, ProfilePage.of(profile).getBytes(StandardCharsets.UTF_8));
    }

    /** Ends what {@link #end} did not. Idempotent. */
    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }
}
