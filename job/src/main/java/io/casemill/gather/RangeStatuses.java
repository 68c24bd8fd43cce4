package io.casemill.gather;

import io.casemill.plan.IndexRange;
import io.casemill.status.CorruptSegmentException;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusRow;
import io.casemill.status.Winner.Candidate;
import io.casemill.store.Store;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The planned cases of one range, each with the row that wins among all segments. Memory is bounded by the range. Rows
 * whose key differs from the plan's tell of another case and do not count.
 */
final class RangeStatuses {
    private final IndexRange range;
    private final @Nullable Case[] planned;
    private final Precedence precedence;

    /** The best rows since the last forced run; of all rows when there was none. */
    private final @Nullable Standing[] since;

    /** The best rows before it; empty when there was none. */
    private final @Nullable Standing[] before;

    private final List<Evidence> damaged = new ArrayList<>();

    private RangeStatuses(IndexRange range, Precedence precedence) {
        this.range = range;
        this.precedence = precedence;
        int size = Math.toIntExact(range.size());
        this.planned = new Case[size];
        this.since = new Standing[size];
        this.before = new Standing[precedence.forced() > 0 ? size : 0];
    }

    /**
     * Reads the plan of a range and then the segments that concern it.
     *
     * @param cases the planned cases of the range
     * @param columns what is read of the segments' rows
     * @param precedence which of a case's rows stands
     */
    static RangeStatuses read(
            IndexRange range,
            Iterator<Case> cases,
            List<Evidence> segments,
            Store store,
            Collection<String> columns,
            Precedence precedence)
            throws IOException {
        RangeStatuses statuses = new RangeStatuses(range, precedence);
        while (cases.hasNext()) {
            Case next = cases.next();
            statuses.planned[(int) (next.id() - range.from())] = next;
        }
        for (Evidence segment : segments) {
            if (segment.concerns(range)) {
                statuses.readSegment(segment, store, columns);
            }
        }
        return statuses;
    }

    /** A segment counts whole or not at all: its rows are offered once it proved sound to its end. */
    private void readSegment(Evidence segment, Store store, Collection<String> columns) throws IOException {
        if (segment.damage() != null) {
            damaged.add(segment);
            return;
        }
        SegmentName name = SegmentName.of(segment.path());
        List<Standing> found = new ArrayList<>();
        try (RowReader reader = RowReader.open(store, segment.path(), columns)) {
            while (reader.next()) {
                long id = reader.caseId();
                if (range.from() <= id && id < range.to()) {
                    StatusRow row = reader.row();
                    if (isPlanned(row)) {
                        Candidate candidate = new Candidate(row.status(), reader.digest(), name, reader.position());
                        found.add(Standing.of(row, candidate));
                    }
                }
            }
        } catch (CorruptSegmentException e) {
            damaged.add(segment.damagedBy(String.valueOf(e.getMessage())));
            return;
        }
        found.forEach(this::offer);
    }

    private boolean isPlanned(StatusRow row) {
        Case expected = planned[(int) (row.theCase().id() - range.from())];
        return expected != null && expected.key().equals(row.theCase().key());
    }

    private void offer(Standing challenger) {
        int at = (int) (challenger.row().theCase().id() - range.from());
        @Nullable Standing[] rivals = challenger.epoch() >= precedence.forced() ? since : before;
        Standing rival = rivals[at];
        rivals[at] = rival == null ? challenger : rival.merge(challenger);
    }

    private @Nullable Standing standing(int at) {
        return precedence.choose(since[at], before.length == 0 ? null : before[at]);
    }

    /** The planned cases in order of id, each with its standing. */
    Iterable<Met> met() {
        return () -> IntStream.range(0, planned.length)
                .filter(i -> planned[i] != null)
                .mapToObj(i -> new Met(Objects.requireNonNull(planned[i]), standing(i)))
                .iterator();
    }

    /**
     * A planned case and what was found of it.
     *
     * @param planned the case
     * @param standing the row that counts, or null when there is none
     */
    record Met(Case planned, @Nullable Standing standing) {}

    /** The damaged segment that may have told of a case, or null. */
    @Nullable Evidence damagedFor(long caseId) {
        for (Evidence segment : damaged) {
            if (segment.mayTellOf(caseId)) {
                return segment;
            }
        }
        return null;
    }

    List<Evidence> damaged() {
        return damaged;
    }
}
