package io.casemill.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one case is run. */
public sealed interface RunnerDefinition {

    /**
     * A {@link io.casemill.udfs.CaseFunction}.
     *
     * @param name the function's name
     * @param version its version when the sweep file was read
     */
    record Function(String name, String version) implements RunnerDefinition {}

    /**
     * An external program, one process per case, no shell.
     *
     * @param argv the program and its arguments, {@code ${name}} filled in per case
     * @param files name in the case's directory to path of an input file; a source that ends in {@code .tmpl} is filled
     *     in per case, any other is linked read-only
     * @param env environment variables beside a minimal clean environment
     * @param outputs where each output is found, in column order
     * @param success exit codes that count as success
     * @param keep which cases keep their directory
     */
    record Command(
            List<String> argv,
            Map<String, String> files,
            Map<String, String> env,
            List<Extractor> outputs,
            List<Integer> success,
            Keep keep)
            implements RunnerDefinition {
        public Command {
            argv = List.copyOf(argv);
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
            outputs = List.copyOf(outputs);
            success = List.copyOf(success);
        }
    }

    /**
     * The circuit simulator, one process per case.
     *
     * @param netlist path of the deck, one of the sweep's input files
     * @param measures names of {@code .meas} results, in column order
     * @param keep which cases keep their directory
     * @param simulator the program, {@code ngspice} unless told
     * @param version what the simulator said of its version, or null when it was not asked
     */
    record Ngspice(
            String netlist,
            List<String> measures,
            Keep keep,
            String simulator,
            @Nullable String version) implements RunnerDefinition {
        public Ngspice {
            measures = List.copyOf(measures);
        }
    }

    /** Which cases keep their inputs, logs and raw files. */
    enum Keep {
        NONE,
        FAILED,
        ALL
    }

    /**
     * Where an output is found.
     *
     * @param output the output's name
     * @param file the file in the case's directory, or null for standard output
     * @param how how it is found there
     */
    record Extractor(String output, @Nullable String file, How how) {}

    /** How an output is found in a text. */
    sealed interface How {}

    /** The first group of the last match of a regular expression. */
    record Regex(String pattern) implements How {}

    /** A JSON pointer (RFC 6901). */
    record JsonPointer(String pointer) implements How {}

    /** A cell of a CSV file with a header; {@code row} counts from 0, and -1 is the last. */
    record CsvCell(String column, int row) implements How {}

    /** The value of the last line {@code key = value} or {@code key: value}. */
    record KeyValue(String key) implements How {}
}
