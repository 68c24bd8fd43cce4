package io.casemill.config;

import io.casemill.config.Binding.Bound;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which runner runs the cases, and the circuit simulator's settings. */
final class RunnerSection {
    private final Binding binding;
    private final FunctionSection functions;

    RunnerSection(Binding binding, FunctionSection functions) {
        this.binding = binding;
        this.functions = functions;
    }

    /** The runner with its outputs; null after a report. */
    @Nullable Bound read(Field section) {
        Fields runner = section.fields(Keys.RUNNER);
        String kind = runner == null ? null : runner.exactlyOne(Keys.RUNNER.known());
        Field field = runner == null || kind == null ? null : runner.optional(kind);
        if (kind == null || field == null) {
            return null;
        }
        return switch (kind) {
            case "function" -> functions.read(field);
            case "command" -> new CommandSection(binding).read(field);
            default -> ngspice(field);
        };
    }

    private @Nullable Bound ngspice(Field field) {
        Fields fields = field.fields(Keys.NGSPICE);
        if (fields == null) {
            return null;
        }
        int before = binding.problems().count();
        Field trustField = fields.optional("trust");
        List<String> trusted = trustField == null ? List.of() : trustField.texts("name commands: [shell]");
        Netlist netlist =
                new Netlist(binding.files(), binding.problems(), binding.placeholders(), new HashSet<>(trusted));
        Field deckField = fields.required("netlist", "lowpass.cir");
        String deck = deckField == null ? null : deckField.text();
        String path = deckField == null || deck == null ? null : netlist.read(deck, deckField.site());
        Field simulatorField = fields.optional("simulator");
        String simulator = simulatorField == null ? "ngspice" : simulatorField.text();
        RunnerDefinition.Keep keep = Binding.keep(fields);
        List<OutputDefinition> outputs = measures(fields.required("measures", "[vmax]"), path == null ? null : netlist);
        if (path == null || simulator == null || binding.problems().count() > before) {
            return new Bound(null, outputs, name -> true, List.of());
        }
        List<String> names = outputs.stream().map(OutputDefinition::name).toList();
        return new Bound(
                new RunnerDefinition.Ngspice(path, names, keep, simulator, null),
                outputs,
                netlist::mentions,
                List.of());
    }

    private List<OutputDefinition> measures(@Nullable Field field, @Nullable Netlist netlist) {
        List<OutputDefinition> outputs = new ArrayList<>();
        if (field == null) {
            return outputs;
        }
        for (Field element : field.elements("name results of .meas: [vmax, trise]")) {
            String name = element.text();
            if (name != null) {
                binding.names().claim(name, "output", element.site());
                outputs.add(Binding.output(name, ""));
                if (netlist != null && !netlist.gives(name)) {
                    element.wrong(
                            "no .meas in the netlist or its includes is named " + Shown.quoted(name),
                            netlist.measures().isEmpty()
                                    ? "add a line such as .meas tran " + name + " MAX v(out)"
                                    : Nearest.remedy(name, netlist.measures()));
                }
            }
        }
        return outputs;
    }
}
