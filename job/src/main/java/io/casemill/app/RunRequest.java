package io.casemill.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of one run.
 *
 * @param sweepFile the sweep file
 * @param overrides {@code PATH=VALUE} pairs that replace values of the sweep file, in order
 * @param out the run directory, a local path or a URI, or null for {@code runs/<name>}
 * @param master the Spark master, or null for what Spark's configuration says, otherwise all cores of this machine
 * @param parallelism cores to use in local mode, 0 for all
 * @param where a Spark SQL condition beside the sweep's own, or null
 * @param limit run at most that many cases, the first in plan order, at least 1, or null for no limit
 * @param rerun which cases are run again
 * @param profile what profile is wanted, or null for none
 */
public record RunRequest(
        Path sweepFile,
        List<String> overrides,
        @Nullable String out,
        @Nullable String master,
        int parallelism,
        @Nullable String where,
        @Nullable Long limit,
        Rerun rerun,
        @Nullable Profiled profile) {

    /**
     * A profile of the run.
     *
     * @param directory where page and JSON go, a local path or a URI, or null for the run directory; recordings are in the run
     *     directory in either case
     */
    public record Profiled(@Nullable String directory) {}

    public RunRequest {
        Objects.requireNonNull(sweepFile);
        Objects.requireNonNull(rerun);
        overrides = List.copyOf(overrides);
        if (parallelism < 0) {
            throw new InvalidInputException(
                    "Invalid -j " + parallelism + ": must be at least 0, where 0 means all cores");
        }
        if (limit != null && limit < 1) {
            throw new InvalidInputException("Invalid --limit " + limit + ": must be at least 1");
        }
    }

    /** A request with the defaults: all cases of the file, all cores of this machine, resuming. */
    public static RunRequest of(Path sweepFile) {
        return new RunRequest(sweepFile, List.of(), null, null, 0, null, null, Rerun.MISSING, null);
    }

    /** The same without a profile. */
    public RunRequest(
            Path sweepFile,
            List<String> overrides,
            @Nullable String out,
            @Nullable String master,
            int parallelism,
            @Nullable String where,
            @Nullable Long limit,
            Rerun rerun) {
        this(sweepFile, overrides, out, master, parallelism, where, limit, rerun, null);
    }

    /** Whether the request leaves cases of the sweep out, so that pending cases are no surprise. */
    boolean partial() {
        return where != null || limit != null;
    }
}
