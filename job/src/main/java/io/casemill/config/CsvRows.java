package io.casemill.config;

import io.casemill.sweep.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it, with a header; UTF-8. Numbers may have scale suffixes. */
final class CsvRows implements RowSource {
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private @Nullable CSVRecord row;

    CsvRows(Path file, char delimiter) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        parser = CSVParser.parse(Files.newBufferedReader(file, StandardCharsets.UTF_8), format);
        records = parser.iterator();
        try {
            header();
        } catch (IOException | RuntimeException e) {
            parser.close();
            throw e;
        }
    }

    private void header() throws IOException {
        if (!next() || row == null) {
            throw new NotATable("the file is empty");
        }
        for (int i = 0; i < row.size(); i++) {
            String name = row.get(i);
            name = i == 0 && name.startsWith("\ufeff") ? name.substring(1) : name;
            if (positions.putIfAbsent(name, i) != null) {
                throw new NotATable("two columns are named " + Shown.quoted(name));
            }
        }
    }

    @Override
    public List<String> columns() {
        return List.copyOf(positions.keySet());
    }

    @Override
    public boolean next() throws IOException {
        try {
            boolean more = records.hasNext();
            row = more ? records.next() : null;
            return more;
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new NotATable("line " + parser.getCurrentLineNumber() + " is not CSV: " + e.getMessage());
        }
    }

    @Override
    public @Nullable Object value(String column, @Nullable ColumnType expected) {
        Integer position = positions.get(column);
        if (row == null || position == null || position >= row.size()) {
            return null;
        }
        String text = row.get(position);
        if (text.isEmpty()) {
            return null;
        }
        if (expected == ColumnType.STRING) {
            return text;
        }
        Long whole = Quantities.whole(text);
        if (whole != null) {
            return whole;
        }
        Double number = Quantities.number(text);
        if (number != null) {
            return number;
        }
        if (text.matches("(?i)[+-]?(nan|inf|infinity)")) {
            return new Unusable("is " + text);
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
