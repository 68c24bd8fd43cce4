package io.casemill.config;

import io.casemill.config.Binding.Bound;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Extractor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a command runner. Whether its program can be started is for the machine that runs the cases to say. */
final class CommandSection {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final Binding binding;

    CommandSection(Binding binding) {
        this.binding = binding;
    }

    @Nullable Bound read(Field field) {
        Fields fields = field.fields(Keys.COMMAND);
        if (fields == null) {
            return null;
        }
        int before = binding.problems().count();
        Map<String, String> files = files(fields.optional("files"));
        List<String> argv = argv(fields.required("argv", "[python3, model.py, input.txt]"), files);
        Map<String, String> environment = environment(fields.optional("env"));
        List<Integer> success = success(fields.optional("success"));
        RunnerDefinition.Keep keep = Binding.keep(fields);
        Field section = fields.required("outputs", "{stress: {key: stress}}");
        List<Extractor> extractors = section == null ? List.of() : extractors(section);
        List<OutputDefinition> outputs = extractors.stream()
                .map(extractor -> Binding.output(extractor.output(), ""))
                .toList();
        if (binding.problems().count() > before) {
            return new Bound(null, outputs, name -> true, List.of());
        }
        return new Bound(
                new RunnerDefinition.Command(argv, files, environment, extractors, success, keep),
                outputs,
                binding.placeholders()::use,
                List.of());
    }

    private Map<String, String> files(@Nullable Field section) {
        Map<String, String> files = new LinkedHashMap<>();
        if (section == null) {
            return files;
        }
        section.entries("name files with their sources: {input.txt: input.tmpl}")
                .forEach((name, field) -> {
                    String target = InputFiles.relative("", name);
                    if (target == null || !target.equals(name)) {
                        section.keySite(name)
                                .wrong(
                                        Shown.quoted(name) + " is no file below the case's own directory",
                                        "write a plain relative name such as input.txt");
                        return;
                    }
                    String source = field.text();
                    String path = source == null ? null : source(source, field.site());
                    if (path != null) {
                        files.put(target, path);
                    }
                });
        return files;
    }

    private @Nullable String source(String name, Site site) {
        if (!name.endsWith(".tmpl")) {
            return binding.files().add(name, site);
        }
        String path = binding.files().locate("", name, site);
        String text = path == null ? null : binding.files().addText(path, site);
        if (path != null && text != null) {
            String[] lines = text.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                Place place = new Place(binding.files().shown(path), i + 1, 1 + Math.max(0, lines[i].indexOf("${")));
                binding.placeholders().check(lines[i], new Site(binding.problems(), place, "template"));
            }
        }
        return path;
    }

    /** A program or data file beside the sweep file that the command names comes along under its name. */
    private List<String> argv(@Nullable Field field, Map<String, String> files) {
        List<String> argv = new ArrayList<>();
        if (field == null) {
            return argv;
        }
        for (Field element : field.elements("write the program and its arguments: [python3, model.py]")) {
            String text = element.literal();
            if (text == null) {
                continue;
            }
            if (argv.isEmpty() && text.isEmpty()) {
                element.wrong("the program has no name", "write a program such as python3");
            }
            argv.add(text);
            binding.placeholders().check(text, element.site());
            String path = InputFiles.relative("", text);
            if (path != null && !files.containsKey(path) && binding.files().exists(text)) {
                String source = binding.files().add(text, element.site());
                if (source != null) {
                    files.put(path, source);
                }
            }
        }
        return argv;
    }

    private Map<String, String> environment(@Nullable Field section) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (section != null) {
            section.entries("name variables with their values: {OMP_NUM_THREADS: \"1\"}")
                    .forEach((name, field) -> {
                        String value = field.literal();
                        if (!VARIABLE.matcher(name).matches()) {
                            section.keySite(name)
                                    .wrong(
                                            Shown.quoted(name) + " cannot name a variable",
                                            "use letters, digits and underscores");
                        } else if (value != null) {
                            binding.placeholders().check(value, field.site());
                            environment.put(name, value);
                        }
                    });
        }
        return environment;
    }

    private static List<Integer> success(@Nullable Field section) {
        Fields fields = section == null ? null : section.fields(Keys.SUCCESS);
        Field exit = fields == null ? null : fields.required("exit", "[0]");
        if (exit == null) {
            return List.of(0);
        }
        List<Integer> codes = new ArrayList<>();
        for (Field element : exit.elements("list exit codes: [0]")) {
            Long code = element.whole(0, 255);
            if (code != null) {
                codes.add(code.intValue());
            }
        }
        return codes;
    }

    private List<Extractor> extractors(Field section) {
        List<Extractor> extractors = new ArrayList<>();
        Map<String, Field> entries = section.entries("name outputs: {stress: {key: stress}}");
        if (section.isMapping() && entries.isEmpty()) {
            section.wrong("there is no output", "name at least one: {stress: {key: stress}}");
        }
        entries.forEach((name, field) -> {
            binding.names().claim(name, "output", section.keySite(name));
            Extractor extractor = Extraction.read(name, field);
            if (extractor != null) {
                extractors.add(extractor);
            } else {
                // Keeps the name known, so that limits on it give no second message.
                extractors.add(new Extractor(name, null, new RunnerDefinition.KeyValue(name)));
            }
        });
        return extractors;
    }
}
