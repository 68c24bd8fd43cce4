package io.casemill.status;

import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteCostTest {
    @Test
    void cost() throws Exception {
        List<StatusRow> rows = Rows.rows(0, 50_000);
        for (int size : new int[] {5_000, 50_000, 5_000, 50_000}) {
            Store store = Stores.open(Files.createTempDirectory("cost").toString());
            StatusLog log = new StatusLog(
                    store,
                    Rows.COLUMNS,
                    new SegmentName(1, 0, 0, 0, 0),
                    new FlushPolicy(
                            size,
                            1L << 40,
                            java.time.Duration.ofDays(1),
                            1,
                            java.time.Duration.ofMillis(1),
                            java.time.Duration.ofMillis(2)),
                    () -> 0);
            long cpu0 = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long t = System.nanoTime();
            int n = 0;
            for (int i = 0; i < 10; i++) {
                for (StatusRow row : rows) {
                    log.append(row);
                    n++;
                }
            }
            List<Segment> segments = log.close();
            long wall = System.nanoTime() - t;
            long cpu = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu0;
            long t1 = System.nanoTime();
            long read = 0;
            for (Segment s : segments) {
                try (RowReader reader = RowReader.open(store, s.path())) {
                    while (reader.next()) {
                        read++;
                    }
                }
            }
            System.out.println("COST size " + size + " write ns/row wall " + wall / n + " cpu " + cpu / n
                    + " read ns/row " + (System.nanoTime() - t1) / read + " bytes/row "
                    + segments.stream().mapToLong(Segment::bytes).sum() / n);
        }
    }
}
