package io.casemill.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The sweep file and what replaces its values. */
final class SweepOptions {
    @Parameters(index = "0", paramLabel = "SWEEP", description = "Sweep file (YAML).")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "Replace a value of the sweep file, such as --set seed=7 or --set limits.timeout=10s. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    Path file() {
        return file;
    }

    List<String> overrides() {
        return overrides;
    }

    /** A request with these and the defaults, for planning. */
    RunRequest request(@Nullable String master, int parallelism, @Nullable String where, @Nullable Long limit) {
        return new RunRequest(file, overrides, null, master, parallelism, where, limit, Rerun.MISSING);
    }
}
