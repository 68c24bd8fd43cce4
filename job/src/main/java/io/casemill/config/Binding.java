package io.casemill.config;

import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What reading a runner needs to know of the rest of the file.
 *
 * @param problems the collector
 * @param files the input files
 * @param names the columns
 * @param placeholders what texts that are filled in per case may name
 */
record Binding(Problems problems, InputFiles files, Names names, Placeholders placeholders) {

    /**
     * A runner with the outputs that it gives.
     *
     * @param definition null when something in it was refused
     * @param outputs in column order, not yet with the sweep's limits
     * @param uses whether the runner makes use of a parameter
     * @param takes the names that it could use, for suggestions; empty when any name will do
     */
    record Bound(
            @Nullable RunnerDefinition definition,
            List<OutputDefinition> outputs,
            Predicate<String> uses,
            List<String> takes) {}

    /** An output without limits. */
    static OutputDefinition output(String name, String unit) {
        return new OutputDefinition(name, unit, null, null);
    }

    /** Which cases keep their directory; failed ones unless told. */
    static RunnerDefinition.Keep keep(Fields fields) {
        Field field = fields.optional("keep");
        String text = field == null ? "failed" : field.text();
        if (text == null) {
            return RunnerDefinition.Keep.FAILED;
        }
        return switch (text) {
            case "none" -> RunnerDefinition.Keep.NONE;
            case "failed" -> RunnerDefinition.Keep.FAILED;
            case "all" -> RunnerDefinition.Keep.ALL;
            default -> {
                if (field != null) {
                    field.wrong("is " + field.description(), "write none, failed or all");
                }
                yield RunnerDefinition.Keep.FAILED;
            }
        };
    }
}
