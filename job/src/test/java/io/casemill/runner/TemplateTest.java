package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private final Positions positions = new Positions(List.of(
            new Column("r", ColumnType.DOUBLE),
            new Column("label", ColumnType.STRING),
            new Column("on", ColumnType.BOOLEAN),
            new Column("n", ColumnType.BIGINT)));

    @Test
    void render_everyType_fillsTheValueIn() throws Exception {
        Template template = Template.compile("${case_id}:${r},${label},${on},${n}.", positions);
        assertThat(template.render(TestCases.of(7, 2200.0, "fast", true, 12L))).isEqualTo("7:2200,fast,true,12.");
    }

    @Test
    void compile_doubledDollar_staysText() throws Exception {
        Template template = Template.compile("$${r} ${HOME} $5 ${r}", positions);
        assertThat(template.render(TestCases.of(0, 1.5, "", false, 0L))).isEqualTo("${r} ${HOME} $5 1.5");
        assertThat(template.unknown()).containsExactly("HOME");
    }

    @Test
    void render_nullOrNaN_isInvalidInput() {
        Template template = Template.compile("${r}", positions);
        assertThatThrownBy(() -> template.render(TestCases.of(0, null, "", false, 0L)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("r: it is null");
        assertThatThrownBy(() -> template.render(TestCases.of(0, Double.NaN, "", false, 0L)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void renderFile_bytesThatAreNoUtf8_areKept() throws Exception {
        byte[] bytes = {'a', (byte) 0xe9, (byte) 0xff, 0, '$', '{', 'l', 'a', 'b', 'e', 'l', '}', '\r', '\n'};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Template.ofFile(bytes, positions).renderFile(TestCases.of(0, 1.0, "é", true, 0L), out);
        assertThat(out.toByteArray()).containsExactly('a', 0xe9, 0xff, 0, 0xc3, 0xa9, '\r', '\n');
    }
}
