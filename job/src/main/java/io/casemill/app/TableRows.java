package io.casemill.app;

import io.casemill.master.MasterTable;
import io.casemill.master.Version;
import io.casemill.report.Rows;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rows of a version, as the report reads them. Columns keep their order in the table. */
final class TableRows implements Rows {
    private final MasterTable.Scan scan;
    private final List<String> columns;
    // By position among the columns read: where the value is in a file, and whether it is a time.
    private final int[] positions;
    private final boolean[] times;

    /**
     * @param scan closed with this
     * @param wanted the columns that the scan reads, or empty for all
     */
    TableRows(Version version, MasterTable.Scan scan, List<String> wanted) {
        this.scan = scan;
        List<String> all =
                version.columns().stream().map(Version.ColumnType::name).toList();
        this.columns =
                wanted.isEmpty() ? all : all.stream().filter(wanted::contains).toList();
        this.positions = columns.stream().mapToInt(all::indexOf).toArray();
        this.times = new boolean[positions.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = version.columns().get(positions[i]).type().equals("TIMESTAMP");
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean next() throws IOException {
        return scan.next();
    }

    @Override
    public @Nullable Object value(int column) {
        Object value = scan.at().value(positions[column]);
        return times[column] && value instanceof Long micros ? instant(micros) : value;
    }

    private static Instant instant(long micros) {
        long perSecond = TimeUnit.SECONDS.toMicros(1);
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, perSecond), TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, perSecond)));
    }

    @Override
    public void close() throws IOException {
        scan.close();
    }
}
