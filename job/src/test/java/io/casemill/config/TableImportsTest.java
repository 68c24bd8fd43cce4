package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.sweep.Block;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableImportsTest {
    private final Path folder;
    private final SweepFixture fixture;

    TableImportsTest(@TempDir Path folder) {
        this.folder = folder;
        this.fixture = new SweepFixture(folder);
    }

    private static String sweep(String file) {
        return """
                name: test
                runner: {function: noop}
                parameters:
                  n: {table: FILE}
                  x: {table: {file: FILE, column: X value}}
                  flag: {table: FILE}
                  word: {table: FILE}
                """.replace("FILE", file);
    }

    private static List<List<Object>> cases(SweepDefinition definition) {
        Sweep sweep = Sweep.of(
                definition,
                table -> TableFile.open(Path.of(definition.inputs().stream()
                        .filter(input -> input.path().equals(table))
                        .findFirst()
                        .map(InputFile::source)
                        .orElseThrow())));
        List<List<Object>> cases = new ArrayList<>();
        for (long i = 0; i < sweep.size(); i++) {
            Object[] values = new Object[definition.parameters().size()];
            sweep.at(i, values);
            cases.add(List.of(values));
        }
        return cases;
    }

    private void assertImported(String file) {
        SweepDefinition definition = fixture.load(sweep(file));
        assertThat(definition.blocks().get(0).points()).isEqualTo(new Block.Table(file, 2));
        assertThat(definition.parameters().stream().map(parameter -> parameter.type()))
                .containsExactly(ColumnType.BIGINT, ColumnType.DOUBLE, ColumnType.BOOLEAN, ColumnType.STRING);
        assertThat(cases(definition)).containsExactly(List.of(1L, 4700.0, true, "a b"), List.of(2L, 5.0, false, "c,d"));
    }

    @Test
    void csv_isImportedWithTypes() {
        fixture.with("in/cases.csv", "\ufeffn,X value,flag,word,other\r\n1,4.7k,true,a b,\r\n2,5,FALSE,\"c,d\",?\r\n");
        assertImported("in/cases.csv");
    }

    @Test
    void jsonLines_areImportedWithTypes() {
        fixture.with("cases.jsonl", """
                {"n": 1, "X value": 4700.0, "flag": true, "word": "a b"}

                {"word": "c,d", "n": 2, "X value": 5, "flag": false}
                """);
        assertImported("cases.jsonl");
    }

    @Test
    void parquet_isImportedWithTypes() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("""
                message m {
                  required int32 n;
                  optional double other;
                  required double X_value;
                  required boolean flag;
                  optional binary word (STRING);
                }
                """);
        SimpleGroupFactory rows = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        new LocalOutputFile(folder.resolve("c.parquet")))
                .withType(schema)
                .build()) {
            writer.write(rows.newGroup()
                    .append("n", 1)
                    .append("X_value", 4700.0)
                    .append("flag", true)
                    .append("word", "a b"));
            writer.write(rows.newGroup()
                    .append("n", 2)
                    .append("X_value", 5.0)
                    .append("flag", false)
                    .append("word", "c,d"));
        }
        SweepDefinition definition = fixture.load(sweep("c.parquet").replace("X value", "X_value"));
        assertThat(cases(definition)).containsExactly(List.of(1L, 4700.0, true, "a b"), List.of(2L, 5.0, false, "c,d"));
    }

    @Test
    void nominalText_makesNumbersTexts() {
        fixture.with("cases.csv", "n\n1\nx\n");
        SweepDefinition definition = fixture.load(
                "name: test\nrunner: {function: noop}\nparameters: {n: {table: cases.csv, nominal: \"0\"}}\n"
                        + "cases: [{block: a, table: cases.csv}, {block: b}]");
        assertThat(cases(definition)).containsExactly(List.of("1"), List.of("x"), List.of("0"));
    }

    @Test
    void table_withSamples_hasThemAtEachRow() {
        fixture.with("cases.csv", "n\n1\n2\n");
        SweepDefinition definition = fixture.load(
                "name: test\nrunner: {function: noop}\nparameters: {n: {table: ./cases.csv}, u: {uniform: {low: 0, high: 1}}}\n"
                        + "cases: [{block: a, table: cases.csv, sample: {over: [u], n: 3}}]");
        assertThat(cases(definition)).hasSize(6);
    }

    @Test
    void unusableRows_areNamedAndCounted() {
        StringBuilder csv = new StringBuilder(
                "n,X value,flag,word\n1,1,true,a\n,1,true,a\n2,nan,true,a\n3,1,5,a\n4,-inf,true,a\n5,1e999,true,a\n6,x,true,a\n");
        csv.append("7,1,true\n".repeat(8));
        fixture.with("cases.csv", csv.toString());
        assertThat(fixture.problems(sweep("cases.csv")))
                .containsExactly(
                        "sweep.yaml:3:1: parameters: 14 of 15 rows cannot be cases: row 2: n is missing; row 3: X"
                                + " value is nan; row 4: flag is 5 among true and false; row 5: X value is -inf; row 6: X value is"
                                + " Infinity; row 7: X value is 'x' among whole numbers; row 8: word is missing; row 9: word is"
                                + " missing; row 10: word is missing; row 11: word is missing; and 4 more; correct these rows,"
                                + " counted from 1 below the header");
    }

    @Test
    void repeatedCaseIds_areNamed() {
        fixture.with("cases.csv", "case_id,n\n7,1\nx,2\n7,3\n8,4\nx,5\nx,6\n");
        assertThat(fixture.problems("name: test\nrunner: {function: noop}\nparameters: {n: {table: cases.csv}}\n"))
                .containsExactly(
                        "sweep.yaml:3:1: parameters: 3 rows repeat a case_id of an earlier row: row 3: '7'; row 5:"
                                + " 'x'; row 6: 'x'; keep one row for each case_id, or rename the column");
    }

    @Test
    void missingColumn_isReportedWithASuggestion() {
        fixture.with("cases.csv", "N,X value,flag,word\n1,1,true,a\n");
        assertThat(fixture.problems(sweep("cases.csv")))
                .containsExactly(
                        "sweep.yaml:3:1: parameters: the table has no column 'n' for the parameter n; did you mean"
                                + " 'N'?");
    }

    @Test
    void filesThatAreNoTables_areRefused() {
        String yaml = "name: test\nrunner: {function: noop}\nparameters: {n: {table: FILE}}\n";
        fixture.with("a.xlsx", "x")
                .with("empty.csv", "")
                .with("twice.csv", "n,n\n1,2\n")
                .with("head.csv", "n\n");
        fixture.with("a.parquet", "PAR1 no")
                .with("quote.csv", "n\n\"1\" x\n")
                .with("bad.jsonl", "{\"n\": 1}\n{\"n\": \n");
        assertThat(fixture.problems(yaml.replace("FILE", "a.xlsx")).get(0)).contains("its name ends in none of .csv,");
        assertThat(fixture.problems(yaml.replace("FILE", "empty.csv")).get(0)).contains("the file is empty;");
        assertThat(fixture.problems(yaml.replace("FILE", "twice.csv")).get(0)).contains("two columns are named 'n';");
        assertThat(fixture.problems(yaml.replace("FILE", "head.csv")).get(0)).contains("the table has no rows;");
        assertThat(fixture.problems(yaml.replace("FILE", "a.parquet")).get(0)).contains("is not Parquet: ");
        assertThat(fixture.problems(yaml.replace("FILE", "quote.csv")).get(0)).contains("is not CSV: ");
        assertThat(fixture.problems(yaml.replace("FILE", "bad.jsonl")).get(0))
                .contains("1 of 2 rows cannot be cases: row 2: n the line is no JSON object;");
        assertThat(fixture.problems(yaml.replace("FILE", "gone.csv")).get(0)).contains("there is no file 'gone.csv';");
        assertThat(fixture.problems(yaml.replace("FILE", "../x.csv")).get(0))
                .contains("leads out of the sweep's folder;");
    }

    @Test
    void parametersOfATable_needABlockOverIt() {
        fixture.with("cases.csv", "n\n1\n");
        assertThat(fixture.problems("name: test\nrunner: {function: noop}\nparameters: {n: {table: cases.csv}}\n"
                        + "cases: [{block: a}]"))
                .containsExactly(
                        "sweep.yaml:4:9: cases[0]: block a gives n no value; use a block over its table, fix it"
                                + " with set: {n: …}, or give the parameter a nominal value");
    }
}
