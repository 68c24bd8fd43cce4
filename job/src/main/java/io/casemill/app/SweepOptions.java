package io.casemill.app;

import io.casemill.report.Inert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The sweep file and what replaces its values. */
final class SweepOptions {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,%@+-]+");

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

    /** File and overrides as they are to be typed again, on one line. */
    String typed() {
        StringBuilder typed = new StringBuilder(word(file.toString()));
        for (String override : overrides) {
            typed.append(" --set ").append(word(override));
        }
        return Inert.line(typed.toString());
    }

    /** One word for a shell. */
    private static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** A request with these and the defaults, for planning. */
    RunRequest request(@Nullable String master, int parallelism, @Nullable String where, @Nullable Long limit) {
        return new RunRequest(file, overrides, null, master, parallelism, where, limit, Rerun.MISSING);
    }
}
