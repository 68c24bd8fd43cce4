package io.casemill.config;

import io.casemill.config.Parameters.Draft;
import io.casemill.config.RowSource.Unusable;
import io.casemill.sweep.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks every row of a table. Memory does not grow with the rows, but for a column {@code case_id}: its values are
 * compared by 8 bytes each, and read a second time when some are equal.
 */
final class TableScan {
    private static final int MOST_NAMED = 10;
    private static final String CASE_ID = "case_id";

    private final Path file;
    private final Map<String, String> columns;
    private final Parameters parameters;
    private final Site site;
    private final List<String> named = new ArrayList<>();
    private long unusable;
    private long[] ids = new long[1024];
    private int idCount;

    /** @param columns parameter to column */
    TableScan(Path file, Map<String, String> columns, Parameters parameters, Site site) {
        this.file = file;
        this.columns = columns;
        this.parameters = parameters;
        this.site = site;
    }

    /** Opens a table by what its name ends in. */
    static RowSource open(Path file, List<String> columns) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return new CsvRows(file, ',');
        }
        if (name.endsWith(".tsv")) {
            return new CsvRows(file, '\t');
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return new JsonRows(file);
        }
        if (name.endsWith(".parquet")) {
            return new ParquetRows(file, columns);
        }
        throw new RowSource.NotATable("its name ends in none of .csv, .tsv, .jsonl, .ndjson and .parquet");
    }

    /** The number of rows; reports what is wrong with them. */
    long run() throws IOException {
        List<String> wanted = new ArrayList<>(columns.values());
        wanted.add(CASE_ID);
        long rows = 0;
        boolean identified;
        try (RowSource source = open(file, wanted)) {
            if (!checkColumns(source.columns())) {
                return 0;
            }
            identified = source.columns().contains(CASE_ID);
            while (source.next()) {
                rows++;
                check(source, rows);
                if (identified) {
                    remember(source.value(CASE_ID, ColumnType.STRING));
                }
            }
        }
        if (rows == 0) {
            site.wrong("the table has no rows", "write at least one row below the header");
        }
        if (unusable > 0) {
            site.wrong(
                    unusable + " of " + rows + " rows cannot be cases: " + String.join("; ", named) + more(unusable),
                    "correct these rows, counted from 1 below the header");
        }
        if (identified) {
            checkIds();
        }
        return rows;
    }

    private boolean checkColumns(List<String> there) {
        boolean complete = true;
        for (Map.Entry<String, String> entry : columns.entrySet()) {
            String column = entry.getValue();
            if (!there.contains(column)) {
                site.wrong(
                        "the table has no column " + Shown.quoted(column) + " for the parameter " + entry.getKey(),
                        Nearest.remedy(column, there));
                complete = false;
            }
        }
        return complete;
    }

    private void check(RowSource source, long row) {
        String wrong = null;
        for (Map.Entry<String, String> entry : columns.entrySet()) {
            Draft draft = parameters.find(entry.getKey());
            if (draft != null && wrong == null) {
                Object value = source.value(entry.getValue(), draft.type);
                wrong = wrong(value, draft);
                wrong = wrong == null ? null : "row " + row + ": " + entry.getValue() + " " + wrong;
            }
        }
        if (wrong != null) {
            unusable++;
            if (named.size() < MOST_NAMED) {
                named.add(wrong);
            }
        }
    }

    private static @Nullable String wrong(@Nullable Object value, Draft draft) {
        if (value == null) {
            return "is missing";
        }
        if (value instanceof Unusable no) {
            return no.why();
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return "is " + number;
        }
        if (value instanceof String text && !Values.inert(text)) {
            return Values.LIMITS;
        }
        ColumnType before = draft.type;
        if (draft.widen(Values.type(value)) || before == null) {
            return null;
        }
        return "is " + (value instanceof String text ? Shown.quoted(text) : value) + " among "
                + Values.described(before);
    }

    private static String more(long count) {
        return count > MOST_NAMED ? "; and " + (count - MOST_NAMED) + " more" : "";
    }

    private void remember(@Nullable Object id) {
        if (id != null) {
            if (idCount == ids.length) {
                ids = Arrays.copyOf(ids, idCount * 2);
            }
            ids[idCount++] = hash(id);
        }
    }

    /** Whole numbers are their own hash; texts get 64 bits by FNV-1a, and equals are compared in full afterwards. */
    private static long hash(Object id) {
        String text = id.toString();
        Long whole = Quantities.whole(text);
        if (whole != null) {
            return whole;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private void checkIds() throws IOException {
        Arrays.sort(ids, 0, idCount);
        Set<Long> suspects = new HashSet<>();
        for (int i = 1; i < idCount && suspects.size() < 100_000; i++) {
            if (ids[i] == ids[i - 1]) {
                suspects.add(ids[i]);
            }
        }
        if (suspects.isEmpty()) {
            return;
        }
        List<String> repeated = new ArrayList<>();
        long count = 0;
        Set<String> seen = new HashSet<>();
        try (RowSource source = open(file, List.of(CASE_ID))) {
            for (long row = 1; source.next(); row++) {
                Object id = source.value(CASE_ID, ColumnType.STRING);
                if (id != null && suspects.contains(hash(id)) && !seen.add(id.toString())) {
                    count++;
                    if (repeated.size() < MOST_NAMED) {
                        repeated.add("row " + row + ": " + Shown.quoted(id.toString()));
                    }
                }
            }
        }
        if (count > 0) {
            site.wrong(
                    count + " rows repeat a case_id of an earlier row: " + String.join("; ", repeated) + more(count),
                    "keep one row for each case_id, or rename the column");
        }
    }
}
