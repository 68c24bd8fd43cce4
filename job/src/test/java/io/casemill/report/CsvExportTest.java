package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvExportTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd", "-2+3", "@sum", "\tx", "\rx"})
    void cell_textThatLooksLikeAFormula_getsAnApostrophe(String text) {
        assertThat(CsvExport.cell(text)).isEqualTo("'" + text);
    }

    @Test
    void cell_negativeNumber_isUntouched() {
        assertThat(CsvExport.cell(-2.5)).isEqualTo("-2.5");
        assertThat(CsvExport.cell(-7L)).isEqualTo("-7");
    }

    @Test
    void cell_double_readsBackAsTheSameNumber() {
        assertThat(Double.parseDouble(CsvExport.cell(0.1 + 0.2))).isEqualTo(0.1 + 0.2);
    }

    @Test
    void add_quotesAsRfc4180() throws Exception {
        StringBuilder text = new StringBuilder();
        CsvExport csv = new CsvExport(text, List.of("a", "b", "c"));
        csv.add(Arrays.asList("x,\"y\"\nz", null, Instant.EPOCH));

        assertThat(text).hasToString("a,b,c\r\n\"x,\"\"y\"\"\nz\",,1970-01-01T00:00:00Z\r\n");
    }

    @Test
    void inert_forATerminal_escapesControlCharacters() throws Exception {
        StringBuilder text = new StringBuilder();
        CsvExport.inert(text, List.of("a")).add(List.of("\u001b[2J"));

        assertThat(text).hasToString("a\r\n\\x1b[2J\r\n");
    }
}
