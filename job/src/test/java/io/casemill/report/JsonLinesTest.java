package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final StringWriter text = new StringWriter();

    @Test
    void add_writesOneObjectALine() throws Exception {
        JsonLines json = new JsonLines(text, List.of("id", "x", "ok", "m"));
        json.add(Arrays.asList(1L, 0.5, true, "a\n\u001b\u00b5"));
        json.add(Arrays.asList(2, Double.NaN, null, null));
        json.finish();

        assertThat(text.toString().lines())
                .containsExactly(
                        "{\"id\":1,\"x\":0.5,\"ok\":true,\"m\":\"a\\n\\u001B\\u00B5\"}",
                        "{\"id\":2,\"x\":null,\"ok\":null,\"m\":null}");
    }

    @Test
    void finish_withoutRows_writesNothing() throws Exception {
        new JsonLines(text, List.of("id")).finish();

        assertThat(text.toString()).isEmpty();
    }
}
