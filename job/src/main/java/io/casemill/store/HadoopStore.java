package io.casemill.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A store on HDFS. Publishes by the rename that refuses to overwrite: unlike {@code FileSystem.rename}, the one of
 * {@link FileContext} reports a refusal by an exception and never by a return value that can be overlooked. The name
 * node makes a rename durable before it answers.
 */
final class HadoopStore implements Store {
    private final URI location;
    private final Path root;
    private final FileContext files;

    HadoopStore(URI location, Configuration configuration) throws IOException {
        this.location = location;
        this.root = new Path(location);
        this.files = FileContext.getFileContext(location, configuration);
    }

    @Override
    public URI root() {
        return location;
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
        if (exists(path)) {
            return false;
        }
        try (Staged staged = stage(path)) {
            staged.write(content);
            return staged.publish();
        }
    }

    @Override
    public Staged stage(String path) throws IOException {
        Path target = at(path);
        Path temporary = new Path(target.getParent(), StorePath.staged(target.getName()));
        return new HadoopStaged(files, temporary, target, create(temporary));
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        Path target = at(path);
        Path temporary = new Path(target.getParent(), StorePath.staged(target.getName()));
        try (FSDataOutputStream out = create(temporary)) {
            out.write(content);
            out.hsync();
        }
        files.rename(temporary, target, Options.Rename.OVERWRITE);
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (FSDataInputStream in = files.open(at(path))) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw absent(path, e);
        }
    }

    @Override
    public Source open(String path) throws IOException {
        try {
            Path file = at(path);
            long length = files.getFileStatus(file).getLen();
            return new HadoopSource(files.open(file), length);
        } catch (FileNotFoundException e) {
            throw absent(path, e);
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        return files.util().exists(at(path));
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        return children(folder).stream()
                .filter(each ->
                        each.isFile() && !StorePath.isStaged(each.getPath().getName()))
                .map(each -> new Entry(each.getPath().getName(), each.getLen()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        return children(folder).stream()
                .filter(FileStatus::isDirectory)
                .map(each -> each.getPath().getName())
                .sorted()
                .toList();
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path target = at(to);
        files.mkdir(target.getParent(), org.apache.hadoop.fs.permission.FsPermission.getDirDefault(), true);
        try {
            files.rename(at(from), target, Options.Rename.NONE);
        } catch (FileNotFoundException e) {
            throw absent(from, e);
        } catch (FileAlreadyExistsException e) {
            throw alreadyThere(to, e);
        }
    }

    @Override
    public boolean delete(String path) throws IOException {
        try {
            return files.delete(at(path), true);
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    @Override
    public int deleteStaged(String folder) throws IOException {
        int count = 0;
        for (FileStatus each : children(folder)) {
            if (StorePath.isStaged(each.getPath().getName()) && files.delete(each.getPath(), false)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void point(String path, String target) throws IOException {
        String hint = "{\"path\":\"" + StorePath.checked(target).replace("\"", "\\\"") + "\"}\n";
        replace(path + ".json", hint.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        // The file system behind the context is Hadoop's and shared in the JVM.
    }

    private FSDataOutputStream create(Path temporary) throws IOException {
        // Every block goes to disk when it is full; hsync alone forces only the last one.
        return files.create(
                temporary, EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK), Options.CreateOpts.createParent());
    }

    private Path at(String path) {
        return new Path(root, new Path(null, null, StorePath.checked(path)));
    }

    private List<FileStatus> children(String folder) throws IOException {
        List<FileStatus> children = new ArrayList<>();
        try {
            RemoteIterator<FileStatus> found = files.listStatus(folder.isEmpty() ? root : at(folder));
            while (found.hasNext()) {
                children.add(found.next());
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        return children;
    }

    private NoSuchFileException absent(String path, IOException cause) {
        NoSuchFileException absent = new NoSuchFileException(at(path).toString());
        absent.initCause(cause);
        return absent;
    }

    private java.nio.file.FileAlreadyExistsException alreadyThere(String path, IOException cause) {
        java.nio.file.FileAlreadyExistsException there =
                new java.nio.file.FileAlreadyExistsException(at(path).toString());
        there.initCause(cause);
        return there;
    }

    /** Reads a file of a Hadoop file system by position. */
    private record HadoopSource(FSDataInputStream in, long length) implements Source {
        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            if (position >= length) {
                return -1;
            }
            byte[] bytes = target.hasArray() ? target.array() : new byte[Math.min(target.remaining(), 1 << 16)];
            int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
            int read = in.read(position, bytes, offset, target.hasArray() ? target.remaining() : bytes.length);
            if (read > 0) {
                if (target.hasArray()) {
                    target.position(target.position() + read);
                } else {
                    target.put(bytes, 0, read);
                }
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
