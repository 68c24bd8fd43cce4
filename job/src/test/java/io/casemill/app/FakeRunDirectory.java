package io.casemill.app;

import io.casemill.report.ListedRows;
import io.casemill.report.Rows;
import io.casemill.sweep.SweepDefinition;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run directory from memory, with three cases, one of each status. */
final class FakeRunDirectory implements RunDirectory {
    private static final List<String> COLUMNS = List.of(
            "case_id",
            "case_key",
            "block",
            "r",
            "vmax",
            "status",
            "spec_pass",
            "error_class",
            "error_message",
            "duration_s",
            "artifacts");

    private static final List<List<Object>> ROWS = List.of(
            Arrays.asList(0L, "ab", "mc", 4700.0, 1.25, "completed", false, null, null, 0.5, null),
            Arrays.asList(
                    1L,
                    "cd",
                    "mc",
                    -1.0,
                    null,
                    "failed",
                    null,
                    "timeout",
                    "=ran longer than 60 s\n\u001b[31mtail",
                    60.0,
                    "cases/1/a0"),
            Arrays.asList(2L, "ef", "mc", 1e-9, null, "pending", null, null, "Execution incomplete", null, null));

    boolean published = true;

    @Override
    public String location() {
        return "runs/x";
    }

    @Override
    public Optional<Published> published() {
        return published
                ? Optional.of(
                        new Published(4, 2, 3, Instant.parse("2026-01-02T03:04:05.678Z"), "runs/x/master/current"))
                : Optional.empty();
    }

    @Override
    public long durable(long epoch) {
        return epoch;
    }

    @Override
    public Optional<Owner> owner() {
        return Optional.of(new Owner(2, "host\u0007", 42, Instant.parse("2026-01-02T03:00:00Z"), State.ENDED));
    }

    @Override
    public Optional<EngineReport> statistics() {
        return Optional.of(FakeSweeps.ENGINE);
    }

    @Override
    public Rows rows(List<String> columns) {
        return new ListedRows(COLUMNS, ROWS);
    }

    @Override
    public Rows row(long caseId) {
        return new ListedRows(
                COLUMNS, ROWS.stream().filter(row -> row.get(0).equals(caseId)).toList());
    }

    @Override
    public Why why(long caseId, @Nullable SweepDefinition sweep) {
        return new Why(true, "it has no result yet");
    }

    @Override
    public List<String> clean(int keep) {
        return List.of("version 1");
    }

    @Override
    public List<String> stale(int keep) {
        return List.of("version 1");
    }

    @Override
    public void close() {}
}
