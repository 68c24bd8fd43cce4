package io.casemill.status;

import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.OutputDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullUnmarked;

/** Rows for tests. */
@NullUnmarked
public final class Rows {
    public static final StatusColumns COLUMNS = StatusColumns.of(
            List.of(
                    new Column("r", ColumnType.DOUBLE),
                    new Column("n", ColumnType.BIGINT),
                    new Column("corner", ColumnType.STRING),
                    new Column("hot", ColumnType.BOOLEAN)),
            List.of(new OutputDefinition("vmax", "V", 0.9, 1.1), new OutputDefinition("trise", "s", null, null)));

    public static final Placement PLACEMENT = new Placement("node-1", "3", 42, "run-e1-p42-a0.0");

    private Rows() {}

    public static StatusRow row(long id) {
        SplittableRandom random = new SplittableRandom(id);
        String key = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
        Object[] values = {
            random.nextDouble(), id * 3, id % 2 == 0 ? "slow" : "fäst", id % 5 == 0 ? null : (Object) (id % 3 == 0)
        };
        Case theCase = new Case(id, key, id < 100 ? "corners" : "mc", values);
        if (id % 11 == 3) {
            return StatusRow.pending(theCase);
        }
        Execution execution = new Execution(
                PLACEMENT,
                (int) (id % 2),
                1_700_000_000_000_000L + id,
                0.001 * random.nextDouble(),
                id % 4 == 0 ? Double.NaN : 0.0005,
                id % 6 == 0 ? -1 : 1L << 20,
                (int) (id % 2),
                -1,
                id % 10 == 7 ? Integer.valueOf(139) : null,
                id % 10 == 7 ? "cases/" + id + "/a0" : null);
        if (id % 10 == 7) {
            return StatusRow.failed(
                    theCase,
                    new double[] {Double.NaN, 2.5},
                    ErrorClass.CRASHED,
                    "signal 11\nlog tail " + id,
                    execution);
        }
        return StatusRow.completed(
                theCase,
                new double[] {random.nextDouble(), -0.0},
                id % 3 == 0 ? null : (Boolean) (id % 3 == 1),
                execution);
    }

    public static List<StatusRow> rows(long from, long to) {
        List<StatusRow> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(row(id));
        }
        return rows;
    }

    /** Everything of a row as text: equal exactly when the rows are. */
    public static String text(StatusRow row) {
        StringBuilder text = new StringBuilder();
        text.append(row.theCase().id()).append('|').append(row.theCase().key()).append('|');
        text.append(row.theCase().block());
        for (int i = 0; i < row.theCase().size(); i++) {
            text.append('|').append(row.theCase().value(i));
        }
        text.append('|').append(row.output(0)).append('|').append(row.output(1));
        text.append('|').append(row.status()).append('|').append(row.specPass());
        text.append('|').append(row.errorClass()).append('|').append(row.errorMessage());
        text.append('|').append(row.reused()).append('|').append(row.execution());
        return text.toString();
    }
}
