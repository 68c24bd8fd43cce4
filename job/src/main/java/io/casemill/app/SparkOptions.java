package io.casemill.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Spark runs. */
final class SparkOptions {
    @Option(
            names = "--master",
            paramLabel = "M",
            description = {
                "Spark master, such as local[4], spark://host:7077, yarn or k8s://https://host:443.",
                "Default: Spark's own configuration, otherwise this machine."
            })
    private @Nullable String master;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Cores to use on this machine; 0 is all that the process may use. Default: ${DEFAULT-VALUE}.")
    private int parallelism;

    @Nullable String master() {
        return master;
    }

    int parallelism() {
        return parallelism;
    }
}
