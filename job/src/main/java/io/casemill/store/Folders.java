package io.casemill.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Local folders whose entries survive a power cut. */
final class Folders {
    private Folders() {}

    /** Makes a folder and those above it; each new entry is on disk on return. */
    static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            create(parent);
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new IOException("Cannot make the folder " + folder + ": a file of that name is in the way", e);
            }
        }
        if (parent != null) {
            force(parent);
        }
    }

    /** Forces the entries of a folder to disk. */
    static void force(Path folder) throws IOException {
        Uninterrupted.run(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }
}
