package io.casemill.master;

import io.casemill.status.RowReader;
import io.casemill.store.Store;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of the master table, open for reading. Immutable; safe for any thread, each with its own {@link Scan}. */
public final class MasterTable {
    private final Store store;
    private final Version version;

    private MasterTable(Store store, Version version) {
        this.store = store;
        this.version = version;
    }

    /** Opens the latest version, or nothing when none was published. Throws {@link MissingFileException}. */
    public static Optional<MasterTable> latest(Store store) throws IOException {
        Optional<Version> version = new VersionLog(store).latest();
        return version.isPresent() ? Optional.of(open(store, version.get())) : Optional.empty();
    }

    /** Opens a version. Throws {@link MissingFileException}. */
    public static MasterTable open(Store store, long number) throws IOException {
        return open(store, new VersionLog(store).read(number));
    }

    private static MasterTable open(Store store, Version version) throws IOException {
        Map<String, Map<String, Long>> folders = new HashMap<>();
        for (VersionFile file : version.files()) {
            int slash = file.path().lastIndexOf('/');
            String folder = file.path().substring(0, slash);
            Map<String, Long> lengths = folders.get(folder);
            if (lengths == null) {
                lengths = new HashMap<>();
                for (Store.Entry entry : store.list(folder)) {
                    lengths.put(entry.name(), entry.bytes());
                }
                folders.put(folder, lengths);
            }
            Long length = lengths.get(file.path().substring(slash + 1));
            if (length == null || length != file.bytes()) {
                throw new MissingFileException(version.number(), file.path());
            }
        }
        return new MasterTable(store, version);
    }

    public Version version() {
        return version;
    }

    /** All rows in the order of their case ids, of these columns, or of all when none is named. */
    public Scan scan(Collection<String> columns) {
        return scan(columns, 0, Long.MAX_VALUE);
    }

    /** The rows with {@code from <= case_id < to}; files outside are not opened. */
    public Scan scan(Collection<String> columns, long from, long to) {
        List<VersionFile> files = version.files().stream()
                .filter(file -> file.rows() > 0 && file.maxCaseId() >= from && file.minCaseId() < to)
                .toList();
        return new Scan(files.iterator(), List.copyOf(columns), from, to);
    }

    /** Moves through rows. Used by one thread. */
    public final class Scan implements Closeable {
        private final Iterator<VersionFile> files;
        private final List<String> columns;
        private final long from;
        private final long to;
        private @Nullable RowReader reader;

        private Scan(Iterator<VersionFile> files, List<String> columns, long from, long to) {
            this.files = files;
            this.columns = columns;
            this.from = from;
            this.to = to;
        }

        /** Moves to the next row; false at the end. Every file is read to its end, so that its checks are made. */
        public boolean next() throws IOException {
            while (true) {
                RowReader current = reader;
                if (current == null) {
                    if (!files.hasNext()) {
                        return false;
                    }
                    current = open(files.next());
                    reader = current;
                }
                while (current.next()) {
                    if (current.caseId() >= from && current.caseId() < to) {
                        return true;
                    }
                }
                reader = null;
                current.close();
            }
        }

        /** The reader at the current row. Throws {@link IllegalStateException} before the first and after the last. */
        public RowReader at() {
            RowReader current = reader;
            if (current == null) {
                throw new IllegalStateException("Cannot read a row: the scan is before the first or after the last");
            }
            return current;
        }

        @Override
        public void close() throws IOException {
            RowReader current = reader;
            reader = null;
            if (current != null) {
                current.close();
            }
        }

        private RowReader open(VersionFile file) throws IOException {
            try {
                return RowReader.open(store, file.path(), columns);
            } catch (NoSuchFileException e) {
                MissingFileException missing = new MissingFileException(version.number(), file.path());
                missing.initCause(e);
                throw missing;
            }
        }
    }
}
