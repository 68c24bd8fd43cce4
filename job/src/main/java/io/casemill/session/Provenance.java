package io.casemill.session;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's results come from. Made once, on the driver.
 *
 * @param gitCommit the commit of the sweep's folder, or null when it is in no repository or there is no git
 * @param gitDirty whether tracked or new files differ from the commit, or null when not known
 * @param versions by component, such as {@code java} and {@code spark}
 * @param host the driver's machine
 * @param labels what the user wants recorded
 */
public record Provenance(
        @Nullable String gitCommit,
        @Nullable Boolean gitDirty,
        Map<String, String> versions,
        String host,
        Map<String, String> labels) {
    private static final long PATIENCE_SECONDS = 5;

    public Provenance {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Asks git about a folder. Waits at most ten seconds; what cannot be found out is null. */
    public static Provenance of(Path folder, Map<String, String> versions, Map<String, String> labels) {
        String commit = git(folder, List.of("git", "rev-parse", "HEAD"));
        String changes = commit == null ? null : git(folder, List.of("git", "status", "--porcelain", "--", "."));
        return new Provenance(
                commit, changes == null ? null : (Boolean) !changes.isEmpty(), versions, hostName(), labels);
    }

    private static @Nullable String git(Path folder, List<String> command) {
        try {
            // Into a file: reading a pipe has no time limit.
            Path answer = Files.createTempFile("casemill-git", ".txt");
            try {
                return ask(folder, command, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            // No git, or no such folder: nothing to record.
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable String ask(Path folder, List<String> command, Path answer)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Files.readString(answer).strip() : null;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
