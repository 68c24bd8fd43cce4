package io.casemill.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked sweep file. Whoever holds one may rely on it: names resolve, values are in range, input files were read.
 *
 * @param name the sweep's name: a lower-case letter, then lower-case letters, digits and hyphens, at most 64
 * @param seed keys every random value
 * @param runner how one case is run
 * @param parameters the varied quantities in file order, at least one
 * @param blocks the blocks of cases in file order, at least one
 * @param derive name to Spark SQL expression, in file order
 * @param where the Spark SQL condition that a case must meet, or null
 * @param outputs the outputs in column order, units and limits included
 * @param limits what one case may use
 * @param failure when to stop, what to try again
 * @param execution how cases are put on machines
 * @param inputs every file that the runner or a table reads, includes among them
 */
public record SweepDefinition(
        String name,
        long seed,
        RunnerDefinition runner,
        List<Parameter> parameters,
        List<Block> blocks,
        Map<String, String> derive,
        @Nullable String where,
        List<OutputDefinition> outputs,
        Limits limits,
        FailurePolicy failure,
        ExecutionPolicy execution,
        List<InputFile> inputs) {

    public SweepDefinition {
        parameters = List.copyOf(parameters);
        blocks = List.copyOf(blocks);
        derive = Collections.unmodifiableMap(new LinkedHashMap<>(derive));
        outputs = List.copyOf(outputs);
        inputs = List.copyOf(inputs);
    }

    /** The same sweep with another runner. */
    public SweepDefinition withRunner(RunnerDefinition other) {
        return new SweepDefinition(
                name, seed, other, parameters, blocks, derive, where, outputs, limits, failure, execution, inputs);
    }

    /** The same sweep, its input files known by path and digest only. */
    public SweepDefinition withoutSources() {
        List<InputFile> nowhere = inputs.stream()
                .map(input -> new InputFile(input.path(), "", input.sha256(), input.bytes()))
                .toList();
        return new SweepDefinition(
                name, seed, runner, parameters, blocks, derive, where, outputs, limits, failure, execution, nowhere);
    }

    /** The same sweep, put on machines in another way. */
    public SweepDefinition withExecution(ExecutionPolicy other) {
        return new SweepDefinition(
                name, seed, runner, parameters, blocks, derive, where, outputs, limits, failure, other, inputs);
    }
}
