package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    private final Path folder;
    private final String directory;

    RunFileTest(@TempDir Path folder) {
        this.folder = folder;
        this.directory = folder.resolve("run").toString();
    }

    private SweepDefinition definition(String name, String more) throws IOException {
        Path sweep = sweep(name, more);
        try (SweepLoader loader = new SweepLoader()) {
            return loader.load(sweep, List.of());
        }
    }

    private Path sweep(String name, String more) throws IOException {
        Path sweep = folder.resolve(name + ".yaml");
        Files.writeString(sweep, """
                name: %s
                runner: {function: rosenbrock}
                parameters:
                  x: {values: [1, 2]}
                  y: {values: [1]}
                %s
                """.formatted(name, more));
        return sweep;
    }

    private RunFile written(SweepDefinition definition) throws IOException {
        RunFile run = RunFile.open(directory).requireFor(definition);
        run.write(definition, folder.resolve("one.yaml"), "none");
        return run;
    }

    @Test
    @Tag("ENG-18")
    void noteDegraded_isPartOfTheRecordUntilTheNextTurn() throws IOException {
        SweepDefinition definition = definition("one", "");
        Path record = Path.of(directory, "sweep.json");
        try (RunFile run = written(definition)) {
            run.noteDegraded("no threads");
            assertThat(Files.readString(record)).contains("\"degraded\" : \"no threads\"");
            try (RunFile reopened = RunFile.existing(directory)) {
                assertThat(reopened.requiredDefinition()).isEqualTo(definition);
            }

            run.write(definition, folder.resolve("one.yaml"), "none");
            assertThat(Files.readString(record)).doesNotContain("degraded");
        }
    }

    @Test
    void open_afterWrite_findsRunAndDefinition() throws IOException {
        SweepDefinition definition = definition("one", "");
        try (RunFile first = written(definition).forcedBy(3)) {
            first.write(definition, folder.resolve("one.yaml"), "none");

            try (RunFile second = RunFile.existing(directory).requireFor(definition)) {
                assertThat(second.runId()).isEqualTo(first.runId()).matches("one-[0-9a-f]{6}");
                assertThat(second.requiredDefinition()).isEqualTo(definition);
                assertThat(second.forced()).isEqualTo(3);
            }
        }
    }

    @Test
    void requireFor_anotherSweep_isRefused() throws IOException {
        try (RunFile run = written(definition("one", ""))) {
            RunFile opened = RunFile.open(directory);
            SweepDefinition other = definition("two", "");

            assertThatThrownBy(() -> opened.requireFor(other))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("holds the sweep \"one\", not \"two\"")
                    .hasMessageContaining("--out");
            opened.close();
            assertThat(run.definition()).isNull();
        }
    }

    @Test
    void open_damagedFile_saysWhatToDo() throws IOException {
        Files.createDirectories(Path.of(directory));
        Files.writeString(Path.of(directory, "sweep.json"), "{\"run_id\": ");

        assertThatThrownBy(() -> RunFile.open(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep.json cannot be read")
                .hasMessageContaining("restore the file");
    }

    @Test
    void existing_noRun_saysWhatToName() {
        assertThatThrownBy(() -> RunFile.existing(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no run directory")
                .hasMessageContaining("--out");
    }

    @Test
    void digest_whatDecidesResultsOrLimits_changesIt() throws IOException {
        String plain = RunFile.digest(definition("one", ""));

        assertThat(RunFile.digest(definition("one", ""))).isEqualTo(plain);
        assertThat(RunFile.digest(definition("one", "seed: 2"))).isNotEqualTo(plain);
        assertThat(RunFile.digest(definition("one", "outputs: {f: {max: 3}}"))).isNotEqualTo(plain);
    }
}
