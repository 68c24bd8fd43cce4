package io.casemill.master;

import io.casemill.store.Store;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The published versions of a run directory: one file each, made once, never changed. Safe for any thread. */
public final class VersionLog {
    static final String MASTER = "master";
    private static final String FOLDER = MASTER + "/_log";
    private static final Pattern NAME = Pattern.compile("\\d{20}\\.json");

    private final Store store;

    public VersionLog(Store store) {
        this.store = store;
    }

    /** The numbers of all versions, ascending. */
    public List<Long> list() throws IOException {
        return store.list(FOLDER).stream()
                .map(Store.Entry::name)
                .filter(name -> NAME.matcher(name).matches())
                .map(name -> Long.parseLong(name.substring(0, 20)))
                .sorted()
                .toList();
    }

    /** Makes the hints lead to the latest version again, as after a crash between its publication and its hints. */
    public void refreshHints() throws IOException {
        Hints.refresh(store);
    }

    /** The latest version, or nothing before the first publication. */
    public Optional<Version> latest() throws IOException {
        OptionalLong number = latestNumber();
        return number.isPresent() ? Optional.of(read(number.getAsLong())) : Optional.empty();
    }

    /** One version. Throws {@link NoSuchFileException} when it was never published. */
    public Version read(long number) throws IOException {
        String path = path(number);
        Version version = Json.read(path, store.read(path), Version.class);
        if (version.number() != number) {
            throw new IOException("Cannot read " + path + ": it holds version " + version.number());
        }
        return version;
    }

    OptionalLong latestNumber() throws IOException {
        return list().stream().mapToLong(Long::longValue).max();
    }

    static String path(long number) {
        return String.format(Locale.ROOT, "%s/%020d.json", FOLDER, number);
    }
}
