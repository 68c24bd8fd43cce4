package io.casemill.plan;

import io.casemill.session.Blobs;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableFile;
import io.casemill.sweep.TableSource;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Opens imported tables where a partition is read: from the run's blobs, copied once to the executor's local disk, or,
 * before there is a run, from where the driver imported them.
 */
public final class LocalTables implements Serializable {
    private static final long serialVersionUID = 1;

    private final @Nullable String root;

    private LocalTables(@Nullable String root) {
        this.root = root;
    }

    /** Tables on the driver's own disk; for planning in local mode. */
    public static LocalTables asImported() {
        return new LocalTables(null);
    }

    /** Tables among the blobs of a run directory. */
    public static LocalTables ofRun(String root) {
        return new LocalTables(root);
    }

    /** The source of a definition's tables. */
    public TableSource of(SweepDefinition definition) {
        return path -> {
            for (InputFile input : definition.inputs()) {
                if (input.path().equals(path)) {
                    return open(input);
                }
            }
            throw new IllegalArgumentException("Invalid table " + path + ": not among the sweep's input files");
        };
    }

    private TableSource.Table open(InputFile input) throws IOException {
        return TableFile.open(root == null ? Path.of(input.source()) : fetched(root, input));
    }

    private static Path fetched(String root, InputFile input) throws IOException {
        Path folder = Path.of(Utils.getLocalDir(SparkEnv.get().conf()), "casemill-tables");
        Path table = folder.resolve(input.sha256());
        if (!Files.exists(table)) {
            Files.createDirectories(folder);
            try (Store store = Stores.open(root)) {
                new Blobs(store).fetch(input.sha256(), table);
            }
        }
        return table;
    }
}
