package io.casemill.config;

import io.casemill.config.Binding.Bound;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.SweepDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the sections of a sweep file in the order in which they need each other. Used once. */
final class SweepReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final Problems problems;
    private final InputFiles files;
    private final Functions functions;
    private final Names names = new Names();

    SweepReader(Problems problems, InputFiles files, Functions functions) {
        this.problems = problems;
        this.files = files;
        this.functions = functions;
    }

    /** Throws {@link InvalidSweepException} with everything that is wrong. */
    SweepDefinition read(Field root, Path work) {
        Fields sweep = root.fields(Keys.SWEEP);
        if (sweep == null) {
            problems.raise();
            throw new IllegalStateException("Cannot read the sweep, and no reason was reported");
        }
        String name = name(sweep.required("name", "lowpass-tolerance"));
        Field seedField = sweep.optional("seed");
        Long seed = seedField == null ? Long.valueOf(0) : seedField.whole(Long.MIN_VALUE, Long.MAX_VALUE);
        Parameters parameters = Parameters.read(sweep.required("parameters", "{r: [1k, 2.2k]}"), names);
        Map<String, String> derive = derive(sweep.optional("derive"));
        Field whereField = sweep.optional("where");
        String where = whereField == null ? null : whereField.text();

        FunctionSection function = new FunctionSection(functions, names, parameters, List.copyOf(derive.keySet()));
        Bound runner = runner(sweep.required("runner", "{function: rc-lowpass}"), parameters, derive, function);
        List<OutputDefinition> outputs =
                OutputSection.read(sweep.optional("outputs"), runner == null ? null : runner.outputs());
        Limits limits = PolicySections.limits(sweep.optional("limits"));
        FailurePolicy failure = PolicySections.failure(sweep.optional("failure"));
        ExecutionPolicy execution = PolicySections.execution(sweep.optional("execution"));

        TableImports tables = new TableImports(parameters, files);
        Blocks blocks = new Blocks(parameters, tables);
        List<Blocks.Read> read = blocks.read(sweep.optional("cases"), root, problems);
        blocks.checkCoverage(read);
        tables.scan();
        blocks.checkSize(read);
        function.checkTypes();
        checkUse(runner, parameters, derive, where);
        problems.raise();

        tables.convert(work);
        problems.raise();
        if (name == null || seed == null || runner == null || runner.definition() == null) {
            throw new IllegalStateException("Cannot read the sweep, and no reason was reported");
        }
        return new SweepDefinition(
                name,
                seed,
                runner.definition(),
                parameters.finished(),
                blocks.finished(read),
                derive,
                where,
                outputs,
                limits,
                failure,
                execution,
                files.all());
    }

    private static @Nullable String name(@Nullable Field field) {
        String name = field == null ? null : field.text();
        if (field != null && name != null && !NAME.matcher(name).matches()) {
            field.wrong(
                    Shown.quoted(name) + " cannot name a sweep",
                    "start with a lower-case letter, then lower-case letters, digits and hyphens, at most 64 characters");
        }
        return name;
    }

    private Map<String, String> derive(@Nullable Field section) {
        Map<String, String> derive = new LinkedHashMap<>();
        if (section != null) {
            section.entries("name values with their expressions: {fc: \"1 / (2 * pi() * r * c)\"}")
                    .forEach((name, field) -> {
                        names.claim(name, "derived value", section.keySite(name));
                        String expression = field.text();
                        // A refused expression keeps its name known, so that its uses give no second message.
                        derive.put(name, expression == null ? "" : expression);
                    });
        }
        return derive;
    }

    private @Nullable Bound runner(
            @Nullable Field section, Parameters parameters, Map<String, String> derive, FunctionSection function) {
        if (section == null) {
            return null;
        }
        List<String> known = new ArrayList<>(parameters.names());
        known.addAll(derive.keySet());
        Binding binding = new Binding(problems, files, names, new Placeholders(known));
        return new RunnerSection(binding, function).read(section);
    }

    /** A parameter without effect is a mistyped name more often than not. */
    private static void checkUse(
            @Nullable Bound runner, Parameters parameters, Map<String, String> derive, @Nullable String where) {
        if (runner == null || runner.definition() == null) {
            return;
        }
        String expressions = String.join("\n", derive.values()) + "\n" + (where == null ? "" : where);
        for (Parameters.Draft draft : parameters.all()) {
            if (!runner.uses().test(draft.name) && !Names.mentions(expressions, draft.name)) {
                draft.site.wrong(
                        "has no effect: the runner, derive and where do not use " + draft.name,
                        runner.takes().isEmpty()
                                ? "use it as ${" + draft.name + "}, or leave it out"
                                : Nearest.remedy(draft.name, runner.takes()));
            }
        }
    }
}
