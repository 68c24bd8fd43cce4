package io.casemill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a case is made of when it comes from the plan. */
@Tag("ENG-29")
class CaseRowsTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("r", ColumnType.DOUBLE),
            new Column("corner", ColumnType.STRING),
            new Column("n", ColumnType.BIGINT),
            new Column("label", ColumnType.STRING));

    /** The cases of one task, which knows nothing of others: its own reader, its own bytes. */
    private static List<Case> task(long from, long to) {
        List<Case> cases = new ArrayList<>();
        new CaseRows(COLUMNS).cases(rows(from, to)).forEachRemaining(cases::add);
        return cases;
    }

    /** As Spark does, the same row object each time. */
    private static Iterator<InternalRow> rows(long from, long to) {
        GenericInternalRow row = new GenericInternalRow(3 + COLUMNS.size());
        return LongStream.range(from, to)
                .mapToObj(id -> {
                    row.update(0, id);
                    row.update(1, UTF8String.fromString(String.format("%032x", id)));
                    row.update(2, UTF8String.fromString(id % 7 == 0 ? "corners" : "mc"));
                    row.update(3, id + 0.5);
                    row.update(4, UTF8String.fromString(id % 2 == 0 ? "slow" : "fäst"));
                    row.update(5, -id);
                    row.update(6, UTF8String.fromString("case " + id));
                    return (InternalRow) row;
                })
                .iterator();
    }

    @Test
    void cases_carryTheirValuesByPosition() {
        Case theCase = task(0, 20).get(15);

        assertThat(theCase.id()).isEqualTo(15);
        assertThat(theCase.key()).isEqualTo("0000000000000000000000000000000f");
        assertThat(theCase.block()).isEqualTo("mc");
        assertThat(theCase.size()).isEqualTo(4);
        assertThat(theCase.value(0)).isEqualTo(15.5);
        assertThat(theCase.value(1)).isEqualTo("fäst");
        assertThat(theCase.value(2)).isEqualTo(-15L);
        assertThat(theCase.value(3)).isEqualTo("case 15");
    }

    @Test
    void cases_ofTwoTasks_shareTheirRepeatedTexts() {
        Case first = task(0, 100).get(15);
        Case second = task(1_000, 1_200).get(17);

        assertThat(second.block()).isSameAs(first.block());
        assertThat(second.value(1)).isSameAs(first.value(1));
    }

    @Test
    void texts_thatNeverRepeat_areRightAllTheSame() {
        assertThat(task(0, 5_000)).allSatisfy(each -> assertThat(each.value(3)).isEqualTo("case " + each.id()));
    }

    @Test
    void aCase_allocatesItselfItsKeyAndItsNumbers_andNothingForRepeatedTexts() {
        int cases = 20_000;
        GenericInternalRow row = new GenericInternalRow(new Object[] {
            1L,
            UTF8String.fromString("0".repeat(32)),
            UTF8String.fromString("mc"),
            0.5,
            UTF8String.fromString("slow"),
            1_000L,
            UTF8String.fromString("the same text in all cases, which is not a short one")
        });
        Iterator<InternalRow> same = LongStream.range(0, 2L * cases)
                .mapToObj(id -> (InternalRow) row)
                .iterator();
        Iterator<Case> made = new CaseRows(COLUMNS).cases(same);
        drain(made, cases);

        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        drain(made, cases);
        long perCase = (threads.getCurrentThreadAllocatedBytes() - before) / cases;

        // The case, its array, its key with bytes, a double and a long; each text that were made anew would add 48 or
        // more.
        assertThat(perCase).isLessThan(256);
    }

    private static void drain(Iterator<Case> cases, int count) {
        for (int i = 0; i < count; i++) {
            assertKept(cases.next());
        }
    }

    private static void assertKept(Case theCase) {
        if (theCase.size() != COLUMNS.size()) {
            throw new AssertionError("a case has another size");
        }
    }
}
