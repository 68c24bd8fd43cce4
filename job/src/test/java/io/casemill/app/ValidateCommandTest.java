package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CommandLineTester.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private final CommandLineTester tester = new CommandLineTester();

    private final Path folder;

    ValidateCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("s.yaml"), text).toString();
    }

    @Test
    void validate_goodFile_countsItsCasesWithoutSpark() throws Exception {
        String file = file("""
                name: small
                seed: 1
                runner: {function: {name: rosenbrock}}
                parameters:
                  x: {values: [1, 2, 3, 4]}
                  y: {values: [1, 2]}
                derive: {s: x + y}
                """);

        Result result = tester.run("validate", file);

        assertThat(result.out())
                .isEqualTo(file + ": valid, 8 cases\n"
                        + "  name        small\n  parameters  x, y\n  derived     s\n  outputs     f\n\n"
                        + "Next: casemill plan " + file + "\n");
        assertThat(result.code()).isZero();
        assertThat(tester.sweepsMade).hasValue(0);
    }

    @Test
    void validate_badFile_printsEachProblemWithItsPlace() throws Exception {
        String file = file("""
                name: small
                seed: one
                runner: {function: {name: rosenbrok}}
                parameters:
                  x: {values: []}
                """);

        Result result = tester.run("validate", file);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines()).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line.startsWith(file + ":"));
        assertThat(result.out()).isEmpty();
    }

    @Test
    void validate_missingFile_exitsTwo() {
        assertThat(tester.run("validate", folder.resolve("none.yaml").toString())
                        .code())
                .isEqualTo(2);
    }
}
