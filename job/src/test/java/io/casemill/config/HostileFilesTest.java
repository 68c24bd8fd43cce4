package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no sweep file is: each is refused with one located message. */
final class HostileFilesTest {
    private final SweepFixture fixture;

    HostileFilesTest(@TempDir Path folder) {
        this.fixture = new SweepFixture(folder);
    }

    private String only(String yaml) {
        List<String> problems = fixture.problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void hundredMegabytes_areNotRead() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(fixture.sweep().toFile(), "rw")) {
            file.setLength(100_000_000);
        }
        assertThat(fixture.problemsOfFile())
                .containsExactly("sweep.yaml:1:1: the file has 100000000 bytes, more than 1048576; put generated cases"
                        + " into a CSV, JSON lines or Parquet file and import it with a table block");
    }

    @Test
    void billionLaughs_areNotWrittenOut() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            yaml.append("a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(10, alias)) + "]\n");
        }
        assertThat(only(yaml.toString()))
                .startsWith("sweep.yaml:6:")
                .contains("the file holds more than 300000 values, aliases written out;");
    }

    @Test
    void deepFlowNesting_isLeftAtTheLimit() {
        assertThat(only("a: " + "[".repeat(100_000))).startsWith("sweep.yaml:1:35: is nested deeper than 32 levels;");
    }

    @Test
    void deepBlockNesting_isLeftAtTheLimit() {
        assertThat(only("- ".repeat(100_000) + "x")).startsWith("sweep.yaml:1:65: is nested deeper than 32 levels;");
    }

    @Test
    void manyValues_areLeftAtTheLimit() {
        assertThat(only("a: [" + "1,".repeat(400_000) + "1]")).contains("the file holds more than 300000 values");
    }

    @Test
    void longNumber_isAText() {
        assertThat(fixture.problems(SweepFixture.HEAD + "seed: " + "1".repeat(500_000)))
                .hasSize(1)
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith("sweep.yaml:5:7: seed: must be a whole number, is '111111")
                        .hasSizeLessThan(300));
    }

    @Test
    void binaryFile_isLocatedAtTheFirstByte() throws IOException {
        Files.write(fixture.sweep(), new byte[] {'a', ':', '\n', 'b', (byte) 0xff, (byte) 0xfe});
        assertThat(fixture.problemsOfFile())
                .containsExactly("sweep.yaml:2:2: is not text: holds a byte that is not UTF-8; save the sweep file as"
                        + " plain UTF-8 text");
        Files.write(fixture.sweep(), new byte[] {'a', ':', ' ', 0, 1, 2});
        assertThat(fixture.problemsOfFile())
                .containsExactly("sweep.yaml:1:4: is not text: holds the control character U+0000; save the sweep file"
                        + " as plain UTF-8 text");
    }

    @Test
    void endlessProblems_areCut() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            yaml.append("k").append(i).append(": 1\n");
        }
        assertThat(fixture.problems(yaml.toString())).hasSize(200);
    }

    @Test
    void folderInPlaceOfAFile_isRefused() throws IOException {
        Files.createDirectory(fixture.sweep());
        assertThat(fixture.problemsOfFile())
                .hasSize(1)
                .allSatisfy(p -> assertThat(p).contains("is not a regular file;"));
    }

    @Test
    void missingFile_isRefused() {
        assertThat(fixture.problemsOfFile())
                .containsExactly("sweep.yaml:1:1: there is no such file; give the path of a sweep file, such as"
                        + " conf/examples/quickstart.yaml");
    }

    @Test
    void byteOrderMarkAndWindowsLines_areRead() {
        assertThat(fixture.load("\ufeff" + SweepFixture.HEAD.replace("\n", "\r\n"))
                        .name())
                .isEqualTo("test");
    }
}
