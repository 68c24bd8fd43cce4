package io.casemill.runner;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.casemill.sweep.RunnerDefinition.CsvCell;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.How;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import io.casemill.sweep.RunnerDefinition.Regex;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Finds one output of a case as a number. Compiled once per runner; immutable. */
final class OutputFinder {
    private interface Search {
        /** The text of the number. */
        String find(ResultTexts texts, @Nullable String file) throws MissingOutputException;
    }

    private final String output;
    private final @Nullable String file;
    private final Search search;

    private OutputFinder(String output, @Nullable String file, Search search) {
        this.output = output;
        this.file = file;
        this.search = search;
    }

    static OutputFinder compile(Extractor extractor) {
        return new OutputFinder(extractor.output(), extractor.file(), search(extractor.how()));
    }

    String output() {
        return output;
    }

    /** The number, which may be NaN or infinite when the case wrote so. */
    double find(ResultTexts texts) throws MissingOutputException {
        String found = search.find(texts, file);
        Double number = Numerals.parse(found);
        if (number == null) {
            throw new MissingOutputException("'" + Messages.clip(found.strip(), 80) + "' in " + ResultTexts.where(file)
                    + " is not a plain number");
        }
        return number;
    }

    private static Search search(How how) {
        if (how instanceof Regex regex) {
            Pattern pattern = Pattern.compile(regex.pattern(), Pattern.MULTILINE);
            return (texts, file) -> lastGroup(pattern, texts.text(file), file);
        }
        if (how instanceof KeyValue keyValue) {
            Pattern pattern = Pattern.compile(
                    "^[ \\t]*" + Pattern.quote(keyValue.key()) + "[ \\t]*[=:][ \\t]*(\\S+?)[,;]?(?=\\s|$)",
                    Pattern.MULTILINE);
            return (texts, file) -> lastValue(keyValue.key(), pattern, texts.text(file), file);
        }
        if (how instanceof CsvCell cell) {
            return (texts, file) -> cell(cell, texts.text(file), file);
        }
        if (how instanceof io.casemill.sweep.RunnerDefinition.JsonPointer pointer) {
            JsonPointer compiled = JsonPointer.compile(pointer.pointer());
            return (texts, file) -> value(texts.json(file).at(compiled), pointer.pointer(), file);
        }
        throw new IllegalArgumentException("Unknown way to find an output: " + how);
    }

    private static String lastGroup(Pattern pattern, String text, @Nullable String file) throws MissingOutputException {
        String last = null;
        Matcher matcher = pattern.matcher(text);
        try {
            while (matcher.find()) {
                last = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
            }
        } catch (StackOverflowError e) {
            throw new MissingOutputException("the regular expression " + pattern + " recurses too deeply in "
                    + ResultTexts.where(file) + "; use a possessive or simpler one");
        }
        if (last == null) {
            throw new MissingOutputException("nothing in " + ResultTexts.where(file) + " matches " + pattern);
        }
        return last;
    }

    private static String lastValue(String key, Pattern pattern, String text, @Nullable String file)
            throws MissingOutputException {
        String last = null;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            last = matcher.group(1);
        }
        if (last == null) {
            throw new MissingOutputException(
                    ResultTexts.where(file) + " has no line '" + key + " = value' or '" + key + ": value'");
        }
        return last;
    }

    private static String cell(CsvCell cell, String text, @Nullable String file) throws MissingOutputException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .setAllowMissingColumnNames(true)
                .get();
        CSVRecord chosen = null;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord line : parser) {
                chosen = line;
                if (parser.getRecordNumber() - 1 == cell.row()) {
                    break;
                }
            }
            boolean reached = chosen != null && (cell.row() < 0 || parser.getRecordNumber() - 1 == cell.row());
            if (!reached || chosen == null) {
                throw new MissingOutputException(ResultTexts.where(file) + " has no row "
                        + (cell.row() < 0 ? "below its header" : Integer.toString(cell.row())));
            }
            if (!chosen.isSet(cell.column())) {
                throw new MissingOutputException(
                        ResultTexts.where(file) + " has no column " + cell.column() + " in that row");
            }
            return chosen.get(cell.column());
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new MissingOutputException(ResultTexts.where(file) + " is not CSV: " + e.getMessage());
        }
    }

    private static String value(JsonNode node, String pointer, @Nullable String file) throws MissingOutputException {
        if (!node.isNumber() && !node.isTextual()) {
            throw new MissingOutputException(ResultTexts.where(file) + " has "
                    + (node.isMissingNode() ? "nothing" : "no number") + " at " + pointer);
        }
        return node.asText();
    }
}
