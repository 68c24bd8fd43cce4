package io.casemill.runner;

import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.Limits;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Command;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.How;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.Arena;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cases, contexts and definitions for the tests of runners, all below one folder. */
final class TestCases {
    static final Limits LIMITS = new Limits(Duration.ofSeconds(30), null, 1 << 20, 1 << 20);

    private final Path folder;
    private int made;

    TestCases(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("inputs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path input(String name, String text) throws IOException {
        Path path = folder.resolve("inputs").resolve(name);
        Files.createDirectories(path.resolveSibling("."));
        return Files.writeString(path, text);
    }

    Context context(Duration timeout) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("case" + made++));
        return new Context(timeout, scratch, folder.resolve("inputs"));
    }

    Context context() throws IOException {
        return context(Duration.ofSeconds(30));
    }

    record Context(Duration timeout, Path scratch, Path inputs) implements CaseContext {
        @Override
        public int attempt() {
            return 0;
        }

        @Override
        public Arena arena() {
            return new Arena();
        }
    }

    static Case of(long id, @Nullable Object... values) {
        return new Case(id, "0".repeat(32), "all", values);
    }

    static List<Column> columns(String... names) {
        return java.util.Arrays.stream(names)
                .map(name -> new Column(name, ColumnType.DOUBLE))
                .toList();
    }

    static SweepDefinition sweep(RunnerDefinition runner, Limits limits, List<String> outputs, String... inputs) {
        List<InputFile> files = new ArrayList<>();
        for (String input : inputs) {
            files.add(new InputFile(input, "/unused/" + input, "0".repeat(64), 1));
        }
        return new SweepDefinition(
                "test",
                42,
                runner,
                List.of(),
                List.of(),
                Map.of(),
                null,
                outputs.stream()
                        .map(name -> new OutputDefinition(name, "", null, null))
                        .toList(),
                limits,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                files);
    }

    /** {@code sh -c script}, with the output {@code y} as the last line {@code y = …}. */
    static Command shell(String script) {
        return command(List.of("sh", "-c", script), Map.of(), new KeyValue("y"));
    }

    static Command command(List<String> argv, Map<String, String> files, How how) {
        return new Command(argv, files, Map.of(), List.of(new Extractor("y", null, how)), List.of(0), Keep.NONE);
    }

    static Runner open(Command command, Limits limits, Supervisor supervisor, String... columns) {
        List<String> outputs = command.outputs().stream().map(Extractor::output).toList();
        return Runners.open(sweep(command, limits, outputs), columns(columns), name -> null, supervisor);
    }
}
