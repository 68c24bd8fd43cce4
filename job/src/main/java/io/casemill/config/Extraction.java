package io.casemill.config;

import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.How;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads where a command's output is found. */
final class Extraction {
    private static final List<String> KINDS = List.of("regex", "json", "csv", "key");

    private Extraction() {}

    /** Null after a report. */
    static @Nullable Extractor read(String output, Field field) {
        Fields fields = field.fields(Keys.EXTRACTOR);
        String kind = fields == null ? null : fields.exactlyOne(KINDS);
        Field at = fields == null || kind == null ? null : fields.optional(kind);
        if (fields == null || kind == null || at == null) {
            return null;
        }
        Field fileField = fields.optional("file");
        String file = fileField == null ? null : fileField.text();
        if (fileField != null && file != null && InputFiles.relative("", file) == null) {
            fileField.wrong(Shown.quoted(file) + " is no file below the case's own directory", "write a relative name");
            return null;
        }
        How how = switch (kind) {
            case "regex" -> regex(at);
            case "json" -> pointer(at);
            case "csv" -> cell(at);
            default -> key(at);
        };
        return how == null || (fileField != null && file == null) ? null : new Extractor(output, file, how);
    }

    private static @Nullable How regex(Field field) {
        String text = field.text();
        if (text == null) {
            return null;
        }
        try {
            if (Pattern.compile(text).matcher("").groupCount() < 1) {
                field.wrong("the pattern has no group", "put brackets around the number: 'stress = (\\S+)'");
                return null;
            }
            return new RunnerDefinition.Regex(text);
        } catch (PatternSyntaxException e) {
            field.wrong("is not a regular expression: " + e.getDescription(), "correct it near index " + e.getIndex());
            return null;
        }
    }

    private static @Nullable How pointer(Field field) {
        String text = field.text();
        if (text == null) {
            return null;
        }
        if (!text.startsWith("/")) {
            field.wrong(Shown.quoted(text) + " is not a JSON pointer", "begin it with a slash: /results/stress");
            return null;
        }
        return new RunnerDefinition.JsonPointer(text);
    }

    private static @Nullable How cell(Field field) {
        Fields fields = field.fields(Keys.CSV);
        Field columnField = fields == null ? null : fields.required("column", "stress");
        String column = columnField == null ? null : columnField.text();
        Field rowField = fields == null ? null : fields.optional("row");
        Integer row = rowField == null ? Integer.valueOf(-1) : row(rowField);
        return column == null || row == null ? null : new RunnerDefinition.CsvCell(column, row);
    }

    private static @Nullable Integer row(Field field) {
        if (field.item() instanceof Item.Scalar scalar && scalar.kind() == Item.Kind.TEXT) {
            if (scalar.text().equals("last")) {
                return -1;
            }
            if (scalar.text().equals("first")) {
                return 0;
            }
        }
        Long row = field.whole(0, 1_000_000_000);
        return row == null ? null : Integer.valueOf(row.intValue());
    }

    private static @Nullable How key(Field field) {
        String text = field.text();
        return text == null ? null : new RunnerDefinition.KeyValue(text);
    }
}
