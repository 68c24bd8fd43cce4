package io.casemill.config;

import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseFunctions;
import io.casemill.udfs.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with a sweep file in it. */
final class SweepFixture {
    /** Lines 1 to 4 of most sweeps of these tests. */
    static final String HEAD = """
            name: test
            runner: {function: sum}
            parameters:
              a: [1, 2, 3]
            """;

    private final Path folder;

    SweepFixture(Path folder) {
        this.folder = folder;
    }

    SweepFixture with(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path sweep() {
        return folder.resolve("sweep.yaml");
    }

    /** The definition of a sweep file with this content. */
    SweepDefinition load(String yaml, String... overrides) {
        with("sweep.yaml", yaml);
        return SweepFile.load(sweep(), List.of(overrides), functions(), folder.resolve("work"));
    }

    /** The problems of a sweep file with this content, without the folder's name. */
    List<String> problems(String yaml, String... overrides) {
        with("sweep.yaml", yaml);
        return problemsOfFile(overrides);
    }

    /** The problems of the sweep file as it is. */
    List<String> problemsOfFile(String... overrides) {
        try {
            SweepFile.load(sweep(), List.of(overrides), functions(), folder.resolve("work"));
            return List.of();
        } catch (InvalidSweepException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(folder + "/", ""))
                    .toList();
        }
    }

    /** The built-in functions, {@code sum} of a and optional b, and {@code label} of a text. */
    static Functions functions() {
        CaseFunctions builtIn = CaseFunctions.load(SweepFixture.class.getClassLoader());
        CaseFunction sum = new Sum("sum", List.of(Argument.required("a", ""), Argument.optional("b", "", 0)));
        CaseFunction label = new Sum("label", List.of(Argument.text("t")));
        List<CaseFunction> own = List.of(sum, label);
        return new Functions(
                name -> own.stream()
                        .filter(function -> function.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> builtIn.find(name)),
                List.of("cantilever", "label", "noop", "rc-lowpass", "sum"));
    }

    private record Sum(String name, List<Argument> arguments) implements CaseFunction {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output("y", "V"), new Output("z", ""));
        }

        @Override
        public Model open() {
            return (in, out) -> out[0] = 0;
        }
    }
}
