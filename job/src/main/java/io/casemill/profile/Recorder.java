package io.casemill.profile;

import io.casemill.store.Staged;
import io.casemill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flight recording of one run in this JVM, of bounded size: when it is full the oldest part goes. Used by one thread at a time. */
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** In bytes. The recorder drops whole chunks of up to 12 MB, so that a file may be that much longer. */
    private static final long LARGEST = 64L << 20;

    /**
     * What is recorded: no more than the page shows. Above all no event that holds command lines, system properties or the
     * environment, because secrets may stand there.
     */
    private static final Map<String, String> SETTINGS = settings();

    private final Recording recording;

    private Recorder(Recording recording) {
        this.recording = recording;
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put(Names.EXECUTION_SAMPLE + "#period", "20 ms");
        settings.put(Names.NATIVE_SAMPLE + "#period", "20 ms");
        settings.put(Names.CPU_LOAD + "#period", "500 ms");
        settings.put(Names.CPU_INFORMATION + "#period", "beginChunk");
        settings.put(Names.GC_PAUSE + "#threshold", "0 ms");
        settings.put(Names.WORKER + "#period", "20 ms");
        settings.put(Names.CASE + "#threshold", "10 ms");
        // Chunks of short cases are some hundred a second and worker; the ticks of the workers count their time.
        settings.put("io.casemill.Chunk#threshold", "10 ms");
        settings.put("io.casemill.Park#threshold", "10 ms");
        settings.put("io.casemill.Steal#threshold", "0 ms");
        settings.put("io.casemill.WorkerLost#threshold", "0 ms");
        settings.put(Names.FLUSH + "#threshold", "0 ms");
        settings.put(Names.PHASE + "#threshold", "0 ms");
        for (String key : settings.keySet().toArray(String[]::new)) {
            settings.put(key.substring(0, key.indexOf('#')) + "#enabled", "true");
        }
        return Map.copyOf(settings);
    }

    /**
     * Starts to record.
     *
     * @param run the run's id
     * @return null when this JVM records that run already: in local mode the driver does
     * @throws IOException when this JVM cannot record
     */
    public static @Nullable Recorder start(String run) throws IOException {
        if (!FlightRecorder.isAvailable()) {
            throw new IOException("This JVM has no flight recorder: " + System.getProperty("java.vm.name"));
        }
        String name = "casemill " + run;
        boolean present = FlightRecorder.getFlightRecorder().getRecordings().stream()
                .anyMatch(other -> other.getName().equals(name) && other.getState() == RecordingState.RUNNING);
        if (present) {
            return null;
        }
        Recording recording = new Recording(SETTINGS);
        try {
            recording.setName(name);
            recording.setMaxSize(LARGEST);
            recording.start();
        } catch (RuntimeException e) {
            recording.close();
            throw new IOException("The flight recorder does not start: " + e.getMessage(), e);
        }
        return new Recorder(recording);
    }

    /**
     * Stops, keeps the recording in the store, and reads it. To be called once.
     *
     * @param executor whose recording it is
     * @param turn of the run, as the workers' ticks name it
     * @param store where the file goes, if it can be written there
     * @param path in the store
     * @param window what to read it for
     */
    public Recorded finish(String executor, String turn, Store store, String path, Window window) throws IOException {
        Instant started = recording.getStartTime();
        try {
            recording.stop();
            Path local = Files.createTempFile("casemill-", ".jfr");
            try {
                recording.dump(local);
                String kept = keep(local, store, path) ? path : null;
                return new RecordingReader(window, turn).read(local, executor, kept, started);
            } finally {
                Files.deleteIfExists(local);
            }
        } catch (IllegalStateException e) {
            throw new IOException("The flight recording ended early: " + e.getMessage(), e);
        } finally {
            close();
        }
    }

    /** The figures are worth having without the file. */
    private static boolean keep(Path local, Store store, String path) {
        try (Staged staged = store.stage(path)) {
            Files.copy(local, staged);
            return staged.publish();
        } catch (IOException e) {
            LOG.warn("Cannot keep the flight recording {} below {}: {}", path, store.root(), e.toString());
            return false;
        }
    }

    /** Ends the recording without keeping it. Idempotent. */
    @Override
    public void close() {
        recording.close();
    }
}
