package io.casemill.config;

import io.casemill.config.Binding.Bound;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a function runner and checks its arguments against the parameters and derived values. */
final class FunctionSection {
    private final Functions functions;
    private final Names names;
    private final Parameters parameters;
    private final List<String> derived;

    private @Nullable CaseFunction function;

    /**
     * @param derived the names of derived values
     */
    FunctionSection(Functions functions, Names names, Parameters parameters, List<String> derived) {
        this.functions = functions;
        this.names = names;
        this.parameters = parameters;
        this.derived = derived;
    }

    @Nullable Bound read(Field field) {
        Field nameField = field;
        if (field.isMapping()) {
            Fields fields = field.fields(Keys.FUNCTION);
            nameField = fields == null ? null : fields.required("name", "rc-lowpass");
        }
        String name = nameField == null ? null : nameField.text();
        if (nameField == null || name == null) {
            return null;
        }
        CaseFunction found = functions.find().apply(name);
        if (found == null) {
            String remedy = Nearest.remedy(name, functions.names());
            boolean known = Nearest.close(name, functions.names()) != null;
            nameField.wrong(
                    "there is no function " + Shown.quoted(name),
                    known ? remedy : remedy + "; or name the jar that has it in CASEMILL_JARS");
            return null;
        }
        function = found;
        Site site = nameField.site();
        checkArguments(found, site);
        List<OutputDefinition> outputs = found.outputs().stream()
                .map(output -> Binding.output(output.name(), output.unit()))
                .toList();
        outputs.forEach(output -> names.claim(output.name(), "output", site));
        List<String> arguments = found.arguments().stream().map(Argument::name).toList();
        // A function without arguments runs for any parameters: it may only count cases.
        return new Bound(
                new RunnerDefinition.Function(name, found.version()),
                outputs,
                parameter -> arguments.isEmpty() || arguments.contains(parameter),
                arguments);
    }

    private void checkArguments(CaseFunction found, Site site) {
        for (Argument argument : found.arguments()) {
            String name = argument.name();
            boolean given = parameters.find(name) != null || derived.contains(name);
            boolean needed = argument.text() || argument.nominal() == null;
            if (!given && needed) {
                String unit = argument.unit().isEmpty() ? "" : " (in " + argument.unit() + ")";
                site.wrong(
                        "the argument " + name + unit + " of " + found.name() + " is not given",
                        "add the parameter " + name + ", or derive it");
            }
        }
    }

    /** Reports parameters whose values the function cannot take. Call when all types are known. */
    void checkTypes() {
        if (function == null) {
            return;
        }
        for (Argument argument : function.arguments()) {
            Parameters.Draft draft = parameters.find(argument.name());
            if (draft != null && draft.type != null) {
                boolean text = draft.type == ColumnType.STRING;
                if (text != argument.text() || draft.type == ColumnType.BOOLEAN) {
                    draft.site.wrong(
                            "holds " + Values.described(draft.type) + ", but " + function.name() + " takes "
                                    + (argument.text() ? "a text" : "a number"),
                            argument.text() ? "put the values in quotes" : "write numbers without quotes");
                }
            }
        }
    }
}
