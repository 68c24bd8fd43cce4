package io.casemill.app;

import io.casemill.master.MasterTable;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cases of a published table.
 *
 * @param columns their values by position
 * @param rows in the order of their ids
 */
record PublishedCases(List<Column> columns, List<StatusRow> rows) {

    /** The table of a run directory. Throws {@link InvalidInputException} when nothing was published. */
    static MasterTable table(RunFile run) throws IOException {
        return MasterTable.latest(run.store())
                .orElseThrow(() -> new InvalidInputException(
                        run.directory() + " has no published table; run casemill gather " + run.directory()));
    }

    /** The parameters and derived values that a table holds. */
    static List<Column> columns(StatusColumns table) {
        List<Column> columns = new ArrayList<>();
        int first = table.position("block") + 1;
        for (int i = first; i < first + table.values(); i++) {
            columns.add(new Column(table.names().get(i), ColumnType.valueOf(table.typeName(i))));
        }
        return columns;
    }

    /**
     * Rows spread over the table.
     *
     * @param places how many stretches of ids give rows
     * @param each how many neighbours a stretch gives
     */
    static PublishedCases spread(RunFile run, int places, int each) throws IOException {
        MasterTable table = table(run);
        long end = table.version().files().stream()
                .mapToLong(file -> file.maxCaseId() + 1)
                .max()
                .orElse(0);
        List<Column> columns = List.of();
        List<StatusRow> rows = new ArrayList<>();
        long stretches = Math.min(places, (end + each - 1) / each);
        for (long i = 0; i < stretches; i++) {
            // Products of two longs: a table has at most 2^53 rows, a check at most 1000 places.
            try (MasterTable.Scan scan = table.scan(List.of(), end * i / stretches, end * (i + 1) / stretches)) {
                for (int taken = 0; taken < each && scan.next(); taken++) {
                    columns = columns(scan.at().columns());
                    rows.add(scan.at().row());
                }
            }
        }
        if (rows.isEmpty()) {
            throw new InvalidInputException("The table of " + run.directory() + " has no rows");
        }
        return new PublishedCases(columns, rows);
    }
}
