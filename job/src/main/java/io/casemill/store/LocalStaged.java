package io.casemill.store;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A local file under a temporary name in the folder of its target. Writes through a stream and not a channel, so that
 * an interrupt cannot tear it.
 */
final class LocalStaged extends Staged {
    private final Path target;
    private final Path folder;
    private final Path temporary;
    private final FileOutputStream file;
    private final OutputStream buffered;
    private long position;
    private boolean open = true;

    LocalStaged(Path target) throws IOException {
        this.target = target;
        this.folder = Objects.requireNonNull(target.getParent());
        this.temporary = target.resolveSibling(StorePath.staged(String.valueOf(target.getFileName())));
        this.file = new FileOutputStream(temporary.toFile());
        this.buffered = new BufferedOutputStream(file, 1 << 16);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        buffered.write(b);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        buffered.write(bytes, offset, length);
        position += length;
    }

    @Override
    public void flush() throws IOException {
        buffered.flush();
    }

    @Override
    public boolean publish() throws IOException {
        force();
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            discard();
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException(
                    "Cannot publish " + target + ": its file system has no hard links. Choose a run directory on one"
                            + " that has them, such as ext4, XFS or NFS.",
                    e);
        }
        remove();
        Folders.force(folder);
        return true;
    }

    /** Publishes in place of whatever the target is. */
    void replace() throws IOException {
        force();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        open = false;
        Folders.force(folder);
    }

    @Override
    public void discard() {
        if (!open) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            // The bytes are of no use any more.
        }
        remove();
    }

    private void force() throws IOException {
        if (!open) {
            throw new IOException("Cannot publish " + target + ": already published or discarded");
        }
        buffered.flush();
        file.getFD().sync();
        file.close();
    }

    /** A staged file that cannot be removed is never listed, and {@code clean} removes it later. */
    private void remove() {
        open = false;
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            temporary.toFile().deleteOnExit();
        }
    }
}
