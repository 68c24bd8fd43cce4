package io.casemill.app;

import io.casemill.report.Condition;
import io.casemill.report.CsvExport;
import io.casemill.report.FilteredRows;
import io.casemill.report.Humane;
import io.casemill.report.JsonLines;
import io.casemill.report.Rows;
import io.casemill.report.TableColumns;
import io.casemill.report.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists cases. */
@Command(
        name = "list",
        header = "List the cases that meet all the conditions given.",
        footer = {
            "  casemill list runs/lowpass",
            "  casemill list runs/lowpass --status failed --error-class timeout",
            "  casemill list runs/lowpass --where \"vmax > 1.1\" --where \"block = mc\" --columns case_id,r,c,vmax",
            "  casemill list runs/lowpass --spec fail --format csv > missed.csv"
        })
final class ListCommand extends DirectoryCommand {
    private static final long SHORT = 100;

    /** Looking whether anybody still reads costs a flush. */
    private static final long LOOK = 1024;

    @Option(names = "--status", paramLabel = "S", description = "completed, failed or pending.")
    private @Nullable String status;

    @Option(
            names = "--error-class",
            paramLabel = "C",
            description = "Such as timeout, crashed, invalid_result, error, limit, lost.")
    private @Nullable String errorClass;

    @Option(names = "--spec", paramLabel = "S", description = "pass or fail: completed cases within or beyond limits.")
    private @Nullable Spec spec;

    @Option(
            names = "--where",
            paramLabel = "COND",
            description = "Compare a column, such as \"vmax > 1.1\", with = != < <= > >=. Repeatable; all must hold.")
    private List<String> where = new ArrayList<>();

    @Option(
            names = "--columns",
            paramLabel = "A,B",
            split = ",",
            description = "Columns to show. Default: the case, its status, values and error.")
    private @Nullable List<String> columns;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most N cases; 0 is all. Default: 100 in a table, otherwise all.")
    private @Nullable Long limit;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "table, csv or json (one object a line). Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    ListCommand(Wiring wiring) {
        super(wiring);
    }

    /** How a list is written. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    /** Whether limits were met. */
    enum Spec {
        PASS,
        FAIL
    }

    @Override
    public Integer call() throws IOException {
        List<Condition> conditions = conditions();
        long most = most();
        try (RunDirectory directory = open();
                Rows rows = filtered(directory.rows(List.of()), conditions)) {
            List<String> shown = columns == null ? shown(rows.columns()) : List.copyOf(columns);
            int[] positions = shown.stream()
                    .mapToInt(name -> position(rows.columns(), name))
                    .toArray();
            switch (format) {
                case TABLE -> table(rows, shown, positions, most);
                case CSV -> csv(rows, shown, positions, most);
                case JSON -> json(rows, shown, positions, most);
            }
        } catch (Condition.WrongKindException e) {
            throw misuse("" + e.getMessage());
        }
        out().flush();
        return ExitCode.COMPLETED;
    }

    private List<String> shown(List<String> all) {
        return format == Format.TABLE ? TableColumns.usual(all) : all;
    }

    private long most() {
        if (limit != null && limit < 0) {
            throw misuse("Invalid --limit " + limit + ": must be at least 0, where 0 means all");
        }
        long told = limit == null ? (format == Format.TABLE ? SHORT : 0) : limit;
        return told == 0 ? Long.MAX_VALUE : told;
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        if (status != null) {
            conditions.add(Condition.equal(TableColumns.STATUS, known(status)));
        }
        if (errorClass != null) {
            conditions.add(Condition.equal(TableColumns.ERROR_CLASS, errorClass.toLowerCase(Locale.ROOT)));
        }
        if (spec != null) {
            conditions.add(Condition.equal(TableColumns.SPEC_PASS, Boolean.toString(spec == Spec.PASS)));
        }
        for (String text : where) {
            try {
                conditions.add(Condition.parse(text));
            } catch (IllegalArgumentException e) {
                throw misuse("" + e.getMessage());
            }
        }
        return conditions;
    }

    private String known(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!List.of("completed", "failed", "pending").contains(lower)) {
            throw misuse("Invalid --status " + text + ": must be completed, failed or pending");
        }
        return lower;
    }

    private Rows filtered(Rows rows, List<Condition> conditions) throws IOException {
        try {
            return new FilteredRows(rows, conditions);
        } catch (IllegalArgumentException e) {
            rows.close();
            throw misuse("" + e.getMessage());
        }
    }

    private int position(List<String> all, String name) {
        try {
            return FilteredRows.position(all, name);
        } catch (IllegalArgumentException e) {
            throw misuse("" + e.getMessage());
        }
    }

    private void table(Rows rows, List<String> shown, int[] positions, long most) throws IOException {
        TextTable table = new TextTable(out(), shown, wiring().terminal().width());
        long count = 0;
        boolean more = false;
        while (rows.next()) {
            if (count == most) {
                more = true;
                break;
            }
            table.add(values(rows, positions));
            if (++count % LOOK == 0 && table.abandoned()) {
                return;
            }
        }
        List<String> hidden = table.finish();
        out().println();
        out().println(
                        more
                                ? "The first " + Humane.count(count, "case") + "; see --limit"
                                : Humane.count(count, "case"));
        if (!hidden.isEmpty()) {
            out().println("Not shown for lack of width: " + String.join(", ", hidden) + "; see --columns");
        }
    }

    private void csv(Rows rows, List<String> shown, int[] positions, long most) throws IOException {
        CsvExport csv = wiring().terminal().attached() ? CsvExport.inert(out(), shown) : new CsvExport(out(), shown);
        for (long count = 0; count < most && rows.next(); count++) {
            csv.add(values(rows, positions));
            if (count % LOOK == LOOK - 1 && out().checkError()) {
                return;
            }
        }
    }

    private void json(Rows rows, List<String> shown, int[] positions, long most) throws IOException {
        JsonLines json = new JsonLines(out(), shown);
        for (long count = 0; count < most && rows.next(); count++) {
            json.add(values(rows, positions));
            if (count % LOOK == LOOK - 1 && out().checkError()) {
                return;
            }
        }
        json.finish();
    }

    static List<@Nullable Object> values(Rows rows, int[] positions) {
        return Arrays.stream(positions)
                .mapToObj(rows::value)
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
}
