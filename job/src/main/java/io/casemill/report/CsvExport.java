package io.casemill.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV: RFC 4180 with a header, every digit of a number, nothing for null. A text that a spreadsheet would take
 * for a formula, because it begins with one of {@code = + - @}, tab or carriage return, gets a leading apostrophe;
 * numbers are left as they are. Used by one thread.
 */
public final class CsvExport {
    private final CSVPrinter printer;
    private final UnaryOperator<String> texts;

    /** Writes the header. The target stays open. */
    public CsvExport(Appendable target, List<String> columns) throws IOException {
        this(target, columns, UnaryOperator.identity());
    }

    private CsvExport(Appendable target, List<String> columns, UnaryOperator<String> texts) throws IOException {
        this.texts = texts;
        this.printer = new CSVPrinter(target, CSVFormat.RFC4180);
        printer.printRecord(columns.stream().map(CsvExport::safe).toList());
    }

    /** The same for a terminal: texts are made {@link Inert} and are not exact then. */
    public static CsvExport inert(Appendable target, List<String> columns) throws IOException {
        return new CsvExport(target, columns, Inert::line);
    }

    /** Writes one row, a value per column as in {@link Rows#value}. */
    public void add(List<?> values) throws IOException {
        List<String> cells = new ArrayList<>(values.size());
        for (Object value : values) {
            cells.add(texts.apply(cell(value)));
        }
        printer.printRecord(cells);
    }

    static String cell(@Nullable Object value) {
        return value instanceof String text ? safe(text) : Cells.exact(value);
    }

    private static String safe(String text) {
        if (text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0) {
            return text;
        }
        return "'" + text;
    }
}
