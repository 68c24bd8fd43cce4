package io.casemill.store;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A store in a folder of a POSIX file system. Publishes by hard link, which refuses to overwrite. */
final class LocalStore implements Store {
    private final Path root;

    LocalStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public URI root() {
        return root.toUri();
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
        Folders.create(parent(target));
        return new LocalStaged(target);
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        Path target = at(path);
        Folders.create(parent(target));
        try (LocalStaged staged = new LocalStaged(target)) {
            staged.write(content);
            staged.replace();
        }
    }

    @Override
    public byte[] read(String path) throws IOException {
        // A plain stream: an interrupt does not close it, as it would close a channel.
        try (FileInputStream in = new FileInputStream(at(path).toFile())) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw absent(path, e);
        }
    }

    @Override
    public Source open(String path) throws IOException {
        try {
            return new LocalSource(at(path));
        } catch (FileNotFoundException e) {
            throw absent(path, e);
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path each : children(folder)) {
            String name = name(each);
            if (StorePath.isStaged(name)) {
                continue;
            }
            try {
                BasicFileAttributes found =
                        Files.readAttributes(each, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (found.isRegularFile()) {
                    entries.add(new Entry(name, found.size()));
                }
            } catch (NoSuchFileException e) {
                // Removed since the folder was read: as if it had been removed before.
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        return children(folder).stream()
                .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                .map(LocalStore::name)
                .sorted()
                .toList();
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path source = at(from);
        Path target = at(to);
        Folders.create(parent(target));
        try {
            Files.createLink(target, source);
        } catch (NoSuchFileException e) {
            throw absent(from, e);
        }
        Folders.force(parent(target));
        Files.deleteIfExists(source);
        Folders.force(parent(source));
    }

    @Override
    public boolean delete(String path) throws IOException {
        Path target = at(path);
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> tree = Files.walk(target)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (DirectoryNotEmptyException e) {
            throw new IOException("Cannot delete " + target + ": something is written into it at the same time", e);
        }
        return true;
    }

    @Override
    public int deleteStaged(String folder) throws IOException {
        int count = 0;
        for (Path each : children(folder)) {
            if (StorePath.isStaged(name(each)) && Files.deleteIfExists(each)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void force(String path) throws IOException {
        Path target = at(path);
        Uninterrupted.run(() -> {
            try (FileChannel file = FileChannel.open(target)) {
                file.force(true);
            }
        });
        Folders.force(parent(target));
    }

    @Override
    public void point(String path, String target) throws IOException {
        Path link = at(path);
        Path folder = parent(link);
        Folders.create(folder);
        Path staged = folder.resolve(StorePath.staged(name(link)));
        Files.createSymbolicLink(staged, Path.of(StorePath.checked(target)));
        try {
            Files.move(staged, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staged);
        }
        Folders.force(folder);
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private Path at(String path) {
        return root.resolve(StorePath.checked(path));
    }

    private List<Path> children(String folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.isEmpty() ? root : at(folder))) {
            stream.forEach(children::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return children;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("Invalid path " + path + ": has no folder");
        }
        return parent;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private IOException absent(String path, IOException cause) {
        Path file = at(path);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            // There, but a folder or not readable: not the same as absent.
            return cause;
        }
        NoSuchFileException absent = new NoSuchFileException(file.toString());
        absent.initCause(cause);
        return absent;
    }

    /** Reads a local file by position. */
    private static final class LocalSource implements Source {
        private final java.io.RandomAccessFile file;

        LocalSource(Path path) throws FileNotFoundException {
            // Not a channel, which an interrupt would close.
            this.file = new java.io.RandomAccessFile(path.toFile(), "r");
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            file.seek(position);
            if (target.hasArray()) {
                int read = file.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
                if (read > 0) {
                    target.position(target.position() + read);
                }
                return read;
            }
            byte[] copy = new byte[Math.min(target.remaining(), 1 << 16)];
            int read = file.read(copy);
            if (read > 0) {
                target.put(copy, 0, read);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
