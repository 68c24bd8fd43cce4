package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final StringWriter text = new StringWriter();

    private TextTable table(int width, String... columns) {
        return new TextTable(new PrintWriter(text), List.of(columns), width);
    }

    @Test
    void finish_alignsNumbersRightAndTextsLeft() {
        TextTable table = table(Integer.MAX_VALUE, "case_id", "status", "x");
        table.add(List.of(5L, "completed", 0.25));
        table.add(Arrays.asList(1000L, "failed", null));

        assertThat(table.finish()).isEmpty();
        assertThat(text.toString().lines())
                .containsExactly("case_id  status        x", "      5  completed  0.25", "   1000  failed");
    }

    @Test
    void finish_narrowTerminal_cutsAndNamesWhatIsMissing() {
        TextTable table = table(24, "case_id", "message", "x");
        table.add(List.of(5L, "a message that is long", 0.25));

        assertThat(table.finish()).containsExactly("x");
        assertThat(text.toString().lines()).containsExactly("case_id  message", "      5  a message tha..");
        assertThat(text.toString().lines()).allMatch(line -> line.length() <= 24);
    }

    @Test
    void add_controlCharacters_areShownAndNotSent() {
        TextTable table = table(Integer.MAX_VALUE, "m");
        table.add(List.of("\u001b]0;title\u0007\n"));
        table.finish();

        assertThat(text.toString().lines()).containsExactly("m", "\\x1b]0;title\\x07\\n");
    }

    @Test
    void add_manyRows_printsBeforeTheEnd() {
        TextTable table = table(Integer.MAX_VALUE, "n");
        for (long i = 0; i < 1000; i++) {
            table.add(List.of(i));
        }
        assertThat(text.toString().lines().count()).isEqualTo(1001);
    }
}
