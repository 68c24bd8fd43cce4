package io.casemill.config;

import java.util.List;

/** The keys of every mapping of the sweep file. The JSON schema has a definition of the same name for each. */
enum Keys {
    SWEEP(
            "sweep",
            "name",
            "seed",
            "runner",
            "parameters",
            "cases",
            "derive",
            "where",
            "outputs",
            "limits",
            "failure",
            "execution"),
    RUNNER("runner", "function", "command", "ngspice"),
    FUNCTION("function", "name"),
    COMMAND("command", "argv", "files", "env", "outputs", "success", "keep"),
    EXTRACTOR("extractor", "regex", "json", "csv", "key", "file"),
    CSV("csv", "column", "row"),
    SUCCESS("success", "exit"),
    NGSPICE("ngspice", "netlist", "measures", "keep", "simulator", "trust"),
    PARAMETER(
            "parameter",
            "values",
            "range",
            "linspace",
            "logspace",
            "uniform",
            "normal",
            "lognormal",
            "triangular",
            "choice",
            "table",
            "nominal"),
    RANGE("range", "from", "to", "step"),
    LINSPACE("linspace", "from", "to", "num"),
    LOGSPACE("logspace", "from", "to", "num"),
    UNIFORM("uniform", "low", "high"),
    NORMAL("normal", "mean", "sd", "truncate"),
    LOGNORMAL("lognormal", "mu", "sigma"),
    TRIANGULAR("triangular", "low", "mode", "high"),
    CHOICE("choice", "values", "weights"),
    TABLE_COLUMN("tableColumn", "file", "column"),
    BLOCK("block", "block", "product", "zip", "list", "sample", "table", "set"),
    SAMPLE("sample", "over", "n"),
    OUTPUT("output", "unit", "min", "max"),
    LIMITS("limits", "timeout", "partition_timeout", "run_timeout", "memory", "output", "file"),
    FAILURE("failure", "max", "retry", "on_timeout"),
    RETRY("retry", "on", "times"),
    EXECUTION("execution", "workers", "partition", "deterministic", "inline");

    private final String definition;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of returns cannot change
    private final List<String> known;

    Keys(String definition, String... known) {
        this.definition = definition;
        this.known = List.of(known);
    }

    /** The name under {@code $defs} of the schema. */
    String definition() {
        return definition;
    }

    List<String> known() {
        return known;
    }
}
