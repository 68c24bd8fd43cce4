package io.casemill.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Opens stores. */
public final class Stores {
    /** Schemes whose rename is atomic and refuses to overwrite. */
    private static final Set<String> ATOMIC_RENAME = Set.of("hdfs", "viewfs");

    private Stores() {}

    /**
     * Opens the store at a location: a local path, or a URI. A path without a scheme, and {@code file:}, is a local
     * folder; {@code hdfs:} and {@code viewfs:} go through Hadoop with the configuration on the class path. Nothing is
     * created before the first write. Throws {@link IllegalArgumentException} for a storage that cannot create a file
     * atomically only when it is absent.
     */
    public static Store open(String location) throws IOException {
        if (location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return open(URI.create(location));
        }
        return new LocalStore(Path.of(location));
    }

    /** See {@link #open(String)}. */
    public static Store open(URI location) throws IOException {
        return open(location, new Configuration());
    }

    /** See {@link #open(String)}; with this Hadoop configuration where Hadoop is needed. */
    public static Store open(URI location, Configuration configuration) throws IOException {
        String scheme = location.getScheme();
        if (scheme == null) {
            return new LocalStore(Path.of(location.getPath()));
        }
        if (scheme.equals("file")) {
            return new LocalStore(Path.of(URI.create("file://" + location.getRawPath())));
        }
        if (!ATOMIC_RENAME.contains(scheme)) {
            throw new IllegalArgumentException(
                    "Cannot use " + location + ": a run directory needs a storage that creates"
                            + " a file atomically only when it is absent. Use a local folder, hdfs: or viewfs:; object stores"
                            + " such as s3a: need a conditional PUT, which this version does not have.");
        }
        return new HadoopStore(location, configuration);
    }
}
