package io.casemill.config;

import io.casemill.sweep.OutputDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads units and limits of outputs. */
final class OutputSection {
    private OutputSection() {}

    /**
     * The runner's outputs with the units and limits of the section.
     *
     * @param given what the runner gives; null when it is not known, so that no name can be checked
     */
    static List<OutputDefinition> read(@Nullable Field section, @Nullable List<OutputDefinition> given) {
        Map<String, OutputDefinition> outputs = new LinkedHashMap<>();
        if (given != null) {
            given.forEach(output -> outputs.put(output.name(), output));
        }
        if (section != null) {
            section.entries("name outputs with limits: {vmax: {unit: V, max: 1.1}}")
                    .forEach((name, field) -> {
                        OutputDefinition known = outputs.get(name);
                        if (given != null && known == null) {
                            section.keySite(name)
                                    .wrong(
                                            "the runner gives no output " + Shown.quoted(name),
                                            Nearest.remedy(name, outputs.keySet()));
                        }
                        OutputDefinition read = read(name, field, known == null ? "" : known.unit());
                        if (known != null && read != null) {
                            outputs.put(name, read);
                        }
                    });
        }
        return new ArrayList<>(outputs.values());
    }

    private static @Nullable OutputDefinition read(String name, Field field, String defaultUnit) {
        Fields fields = field.fields(Keys.OUTPUT);
        if (fields == null) {
            return null;
        }
        Field unitField = fields.optional("unit");
        String unit = unitField == null ? defaultUnit : unitField.text();
        Field minField = fields.optional("min");
        Double min = minField == null ? null : minField.number();
        Field maxField = fields.optional("max");
        Double max = maxField == null ? null : maxField.number();
        if (maxField != null && min != null && max != null && min > max) {
            maxField.wrong("max " + max + " is below min " + min, "write a max of at least min");
        }
        return unit == null ? null : new OutputDefinition(name, unit, min, max);
    }
}
