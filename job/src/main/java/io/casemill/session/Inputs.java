package io.casemill.session;

import io.casemill.sweep.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The input files of a sweep: published with the run, and laid out again on each executor's local disk. */
public final class Inputs {

    private Inputs() {}

    /** Publishes the inputs among the run's blobs, each content once. */
    public static void publish(List<InputFile> inputs, Blobs blobs) throws IOException {
        for (InputFile input : inputs) {
            String found = blobs.put(Path.of(input.source()));
            if (!found.equals(input.sha256())) {
                throw new IOException("Cannot use " + input.source() + ": it was changed since the sweep file was read; run again");
            }
        }
    }

    /**
     * Lays the inputs out below an empty local folder under their relative paths, read-only, each verified against its
     * digest.
     */
    public static void layOut(List<InputFile> inputs, Blobs blobs, Path folder) throws IOException {
        for (InputFile input : inputs) {
            Path target = folder.resolve(input.path()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("Cannot lay out the input " + input.path() + ": it leaves its folder");
            }
            Files.createDirectories(target.getParent());
            blobs.fetch(input.sha256(), target);
            // Programs stay executable; nothing may write.
            target.toFile().setExecutable(Files.isExecutable(Path.of(input.source())), false);
            target.toFile().setWritable(false, false);
        }
    }
}
