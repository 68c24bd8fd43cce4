package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.RunnerDefinition.CsvCell;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.How;
import io.casemill.sweep.RunnerDefinition.JsonPointer;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import io.casemill.sweep.RunnerDefinition.Regex;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFinderTest {
    private final Path directory;

    OutputFinderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private double find(How how, String stdout) throws MissingOutputException {
        return find(how, null, stdout);
    }

    private double find(How how, @Nullable String file, String stdout) throws MissingOutputException {
        return OutputFinder.compile(new Extractor("y", file, how)).find(new ResultTexts(directory, stdout));
    }

    private void missing(How how, @Nullable String file, String stdout, String reason) {
        assertThatThrownBy(() -> find(how, file, stdout))
                .isInstanceOf(MissingOutputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void regex_severalMatches_firstGroupOfTheLast() throws Exception {
        assertThat(find(new Regex("stress\\s*=\\s*(\\S+) (\\w+)"), "stress = 1 Pa\nstress = 2.5D1 Pa\n"))
                .isEqualTo(25);
        assertThat(find(new Regex("^\\d+$"), "1\n22\n")).isEqualTo(22);
        missing(new Regex("nope=(.*)"), null, "x", "matches nope=(.*)");
        missing(new Regex("v=(.*)"), null, "v=4.7k", "'4.7k'");
    }

    @Test
    void jsonPointer_numberOrNumericText() throws Exception {
        String json = "{\"a\":{\"b\":[1,2.5e3,\"7\"]},\"n\":NaN,\"t\":true}";
        assertThat(find(new JsonPointer("/a/b/1"), json)).isEqualTo(2500);
        assertThat(find(new JsonPointer("/a/b/2"), json)).isEqualTo(7);
        assertThat(find(new JsonPointer("/n"), json)).isNaN();
        missing(new JsonPointer("/a/c"), null, json, "nothing at /a/c");
        missing(new JsonPointer("/t"), null, json, "no number at /t");
        missing(new JsonPointer("/t"), null, "{", "not JSON");
    }

    @Test
    void csvCell_byColumnAndRow() throws Exception {
        String csv = "t,s\n0,1.5\n1, 2.5\n";
        assertThat(find(new CsvCell("s", -1), csv)).isEqualTo(2.5);
        assertThat(find(new CsvCell("s", 0), csv)).isEqualTo(1.5);
        missing(new CsvCell("s", 2), null, csv, "no row 2");
        missing(new CsvCell("q", 0), null, csv, "no column q");
        missing(new CsvCell("s", -1), null, "t,s\n", "no row below its header");
    }

    @Test
    void keyValue_lastLineWithEitherSign() throws Exception {
        assertThat(find(new KeyValue("stress"), "stress = 1\n  stress: 2.5 MPa\nstress2 = 9\n"))
                .isEqualTo(2.5);
        assertThat(find(new KeyValue("a.b"), "a.b=3;")).isEqualTo(3);
        missing(new KeyValue("a.b"), null, "axb=3", "no line 'a.b = value'");
    }

    @Test
    void file_inTheDirectoryOnly() throws Exception {
        Files.writeString(directory.resolve("result.txt"), "y = 4\n");
        assertThat(find(new KeyValue("y"), "result.txt", "y = 1")).isEqualTo(4);
        missing(new KeyValue("y"), "absent.txt", "y = 1", "wrote no file absent.txt");
        missing(new KeyValue("y"), "../result.txt", "y = 1", "leaves its folder");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/hostname"));
        missing(new KeyValue("y"), "link", "", "not a plain file in the case's directory");
        Files.createDirectory(directory.resolve("sub"));
        missing(new KeyValue("y"), "sub", "", "not a plain file");
    }
}
