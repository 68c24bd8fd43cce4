package io.casemill.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Rows as JSON, one object a line. Numbers that JSON does not have (NaN, infinities) become null, times ISO 8601 texts
 * in UTC, and everything beyond ASCII an escape, which also keeps terminals safe. Used by one thread.
 */
public final class JsonLines {
    private final JsonGenerator json;
    private final List<String> columns;
    private boolean begun;

    /** The target stays open. */
    public JsonLines(Writer target, List<String> columns) throws IOException {
        this.columns = List.copyOf(columns);
        this.json = JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .createGenerator(target);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /** Writes one row, a value per column as in {@link Rows#value}. */
    public void add(List<?> values) throws IOException {
        begun = true;
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(columns.get(i));
            Object value = values.get(i);
            if (value instanceof Double number) {
                if (Double.isFinite(number)) {
                    json.writeNumber(number);
                } else {
                    json.writeNull();
                }
            } else if (value instanceof Number whole) {
                json.writeNumber(whole.longValue());
            } else if (value instanceof Boolean bool) {
                json.writeBoolean(bool);
            } else if (value == null) {
                json.writeNull();
            } else {
                json.writeString(value.toString());
            }
        }
        json.writeEndObject();
    }

    /** Ends the last line. */
    public void finish() throws IOException {
        if (begun) {
            json.writeRaw('\n');
        }
        json.flush();
    }
}
