package io.casemill.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.casemill.sweep.ColumnType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines: one object in a line; the first one names the columns. UTF-8. */
final class JsonRows implements RowSource {
    private final BufferedReader lines;
    private final ObjectReader reader = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    private final List<String> columns = new ArrayList<>();
    private @Nullable JsonNode first;
    private @Nullable JsonNode row;

    JsonRows(Path file) throws IOException {
        lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        try {
            first = parsed();
            if (first == null) {
                throw new NotATable("the file is empty");
            }
            if (!first.isObject()) {
                throw new NotATable("the first line is no JSON object");
            }
            first.fieldNames().forEachRemaining(columns::add);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** The next line that is not blank; a missing node when it is not JSON, null at the end. */
    private @Nullable JsonNode parsed() throws IOException {
        String line = lines.readLine();
        while (line != null && line.isBlank()) {
            line = lines.readLine();
        }
        if (line == null) {
            return null;
        }
        try {
            return reader.readValue(line);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public List<String> columns() {
        return List.copyOf(columns);
    }

    @Override
    public boolean next() throws IOException {
        row = first != null ? first : parsed();
        first = null;
        return row != null;
    }

    @Override
    public @Nullable Object value(String column, @Nullable ColumnType expected) {
        if (row == null || !row.isObject()) {
            return new Unusable("the line is no JSON object");
        }
        JsonNode cell = row.get(column);
        if (cell == null || cell.isNull()) {
            return null;
        }
        if (cell.isTextual()) {
            return cell.textValue();
        }
        if (cell.isBoolean()) {
            return cell.booleanValue();
        }
        if (cell.isNumber()) {
            return cell.isIntegralNumber() && cell.canConvertToLong() ? (Object) cell.longValue() : cell.doubleValue();
        }
        return new Unusable("is a list or an object");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
