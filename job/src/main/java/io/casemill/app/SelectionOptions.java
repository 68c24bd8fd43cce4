package io.casemill.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cases of a sweep. */
final class SelectionOptions {
    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Only cases that meet this Spark SQL condition over parameters and derived values.")
    private @Nullable String where;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most N of the cases that are to run, the first in plan order. Default: no limit.")
    private @Nullable Long limit;

    @Nullable String where() {
        return where;
    }

    @Nullable Long limit() {
        return limit;
    }
}
