package io.casemill.session;

import io.casemill.sweep.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The input files of a sweep: published with the run, and laid out again on each executor's local disk. */
public final class Inputs {
    private static final Set<PosixFilePermission> READ_AND_EXECUTE = PosixFilePermissions.fromString("r-xr-xr-x");

    private Inputs() {}

    /** Publishes the inputs among the run's blobs, each content once. */
    public static void publish(List<InputFile> inputs, Blobs blobs) throws IOException {
        for (InputFile input : inputs) {
            String found = blobs.put(Path.of(input.source()));
            if (!found.equals(input.sha256())) {
                throw new IOException(
                        "Cannot use " + input.source() + ": it was changed since the sweep file was read; run again");
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
            // A program must run, whatever host it was published from; nothing may write.
            Files.setPosixFilePermissions(target, READ_AND_EXECUTE);
        }
    }
}
