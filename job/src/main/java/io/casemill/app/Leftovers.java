package io.casemill.app;

import io.casemill.master.Version;
import io.casemill.master.VersionFile;
import io.casemill.master.VersionLog;
import io.casemill.profile.ProfilePath;
import io.casemill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run directory holds and nobody needs: the data of old versions and profiles of their runs, versions that were never
 * published, and temporary files of dead writers. The log of versions stays: its numbers are what refuses a driver that woke up late.
 */
final class Leftovers {
    /** When nobody can tell whether the writer lives, its files are left alone for that long. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final String MASTER = "master";

    private final Store store;
    private final RunDirectory.State driver;
    private final InstantSource clock;

    Leftovers(Store store, RunDirectory.State driver, InstantSource clock) {
        this.store = store;
        this.driver = driver;
        this.clock = clock;
    }

    /** One thing to remove. */
    sealed interface Item {
        /** For people. */
        String shown();
    }

    /**
     * A folder below the run directory.
     *
     * @param path of the folder
     * @param what it is, for people
     */
    private record Folder(String path, String what) implements Item {
        @Override
        public String shown() {
            return path + " (" + what + ")";
        }
    }

    /**
     * A file that no listing of the store shows.
     *
     * @param path of the file
     * @param root of the run directory
     */
    private record Temporary(Path path, Path root) implements Item {
        @Override
        public String shown() {
            return root.relativize(path) + " (temporary file)";
        }
    }

    /** What may go when the latest {@code keep} versions stay. */
    List<Item> find(int keep) throws IOException {
        List<Item> items = new ArrayList<>();
        VersionLog log = new VersionLog(store);
        List<Long> versions = log.list();
        Set<String> kept = new HashSet<>();
        Set<String> old = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            Version version = log.read(versions.get(i));
            (i < versions.size() - keep ? old : kept).addAll(folders(version));
            (i < versions.size() - keep ? old : kept).add(ProfilePath.folder(version.epoch()));
        }
        for (String name : store.folders(ProfilePath.ROOT)) {
            String folder = ProfilePath.ROOT + "/" + name;
            if (old.contains(folder) && !kept.contains(folder)) {
                items.add(new Folder(folder, "profile of an old version's run"));
            }
        }
        for (String name : store.folders(MASTER)) {
            String folder = MASTER + "/" + name;
            if (kept.contains(folder) || !name.matches("v\\d.*")) {
                continue;
            }
            if (old.contains(folder)) {
                items.add(new Folder(folder, "old version"));
            } else if (driver == RunDirectory.State.ENDED) {
                // While a driver runs, this may be the version that it is about to publish.
                items.add(new Folder(folder, "never published"));
            }
        }
        if (local(store) && driver != RunDirectory.State.RUNNING) {
            items.addAll(temporaries(Path.of(store.root())));
        }
        return items;
    }

    private static Set<String> folders(Version version) {
        Set<String> folders = new HashSet<>();
        for (VersionFile file : version.files()) {
            folders.add(file.path().substring(0, file.path().lastIndexOf('/')));
        }
        return folders;
    }

    private List<Item> temporaries(Path root) throws IOException {
        Instant newest = driver == RunDirectory.State.ENDED
                ? Instant.MAX
                : clock.instant().minus(PATIENCE);
        List<Item> items = new ArrayList<>();
        // Links are not followed, so that nothing outside the run directory is found.
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") && name.endsWith(".tmp") && Files.isRegularFile(file) && older(file, newest)) {
                    items.add(new Temporary(file, root));
                }
            }
        }
        return items;
    }

    private static boolean older(Path file, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(than);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void remove(Item item) throws IOException {
        if (item instanceof Folder folder) {
            store.delete(folder.path());
        } else if (item instanceof Temporary temporary) {
            Files.deleteIfExists(temporary.path());
        }
    }

    static boolean local(Store store) {
        return "file".equals(store.root().getScheme());
    }
}
