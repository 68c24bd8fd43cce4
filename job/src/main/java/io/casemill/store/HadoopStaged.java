package io.casemill.store;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** A file of a Hadoop file system under a temporary name in the folder of its target. */
final class HadoopStaged extends Staged {
    private final FileContext files;
    private final Path temporary;
    private final Path target;
    private final FSDataOutputStream out;
    private boolean open = true;

    HadoopStaged(FileContext files, Path temporary, Path target, FSDataOutputStream out) {
        this.files = files;
        this.temporary = temporary;
        this.target = target;
        this.out = out;
    }

    @Override
    public long position() {
        return out.getPos();
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public boolean publish() throws IOException {
        if (!open) {
            throw new IOException("Cannot publish " + target + ": already published or discarded");
        }
        out.hsync();
        out.close();
        try {
            files.rename(temporary, target, Options.Rename.NONE);
        } catch (FileAlreadyExistsException e) {
            discard();
            return false;
        }
        open = false;
        return true;
    }

    @Override
    public void discard() {
        if (!open) {
            return;
        }
        open = false;
        try {
            out.close();
        } catch (IOException e) {
            // The bytes are of no use any more.
        }
        try {
            files.delete(temporary, false);
        } catch (IOException e) {
            // A staged file that cannot be removed is never listed, and clean removes it later.
        }
    }
}
