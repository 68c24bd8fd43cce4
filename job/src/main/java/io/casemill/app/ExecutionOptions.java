package io.casemill.app;

import io.casemill.sweep.Workers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How cases are put on machines, in place of what the sweep file says under {@code execution}. */
final class ExecutionOptions {
    @Option(
            names = "--workers",
            paramLabel = "KIND|N",
            converter = Parsed.class,
            description = {
                "Cases that an executor runs at once, by what they wait for: cpu is one per core, memory one per two, io two"
                        + " per core, mixed three per two cores; or a number. Cores are those that Spark gave, see -j.",
                "Default: what the sweep file says, otherwise cpu."
            })
    private @Nullable Workers workers;

    @Option(
            names = "--deterministic",
            description = "One worker, and cases start in plan order. The table is the same without, sooner.")
    private boolean deterministic;

    @Option(
            names = "--inline",
            description = "As --deterministic, each case on the thread of its Spark task: for debuggers and notebooks."
                    + " A case that ignores its time limit holds up the run.")
    private boolean inline;

    /** The same as values of the sweep file. */
    List<String> overrides() {
        if (workers != null && (deterministic || inline)) {
            throw new InvalidInputException("Invalid --workers " + workers.text() + " beside "
                    + (inline ? "--inline" : "--deterministic") + ", which means one worker: leave one of them out");
        }
        List<String> overrides = new ArrayList<>();
        if (workers != null) {
            overrides.add("execution.workers=" + workers.text());
        }
        if (deterministic) {
            overrides.add("execution.deterministic=true");
        }
        if (inline) {
            overrides.add("execution.inline=true");
        }
        return overrides;
    }

    private static final class Parsed implements ITypeConverter<Workers> {
        @Override
        public Workers convert(String text) {
            Workers parsed = Workers.parse(text);
            if (parsed == null) {
                throw new TypeConversionException("'" + text
                        + "' is neither a kind of load nor a number of workers; write cpu, memory, io, mixed, or a number"
                        + " from 1 to " + Workers.MOST);
            }
            return parsed;
        }
    }
}
