package io.casemill.gather;

import io.casemill.plan.IndexRange;
import io.casemill.status.CorruptSegmentException;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusRow;
import io.casemill.status.Winner;
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
    private final @Nullable Standing[] standings;
    private final List<Evidence> damaged = new ArrayList<>();

    /**
     * The row that counts for a case.
     *
     * @param row what it says; its case has no values
     * @param winner how it won
     */
    record Standing(StatusRow row, Winner winner) {
        int epoch() {
            return winner.row().segment().epoch();
        }
    }

    private RangeStatuses(IndexRange range) {
        this.range = range;
        int size = Math.toIntExact(range.size());
        this.planned = new Case[size];
        this.standings = new Standing[size];
    }

    /**
     * Reads the plan of a range and then the segments that concern it.
     *
     * @param cases the planned cases of the range
     * @param columns what is read of the segments' rows
     * @param forced rows from this epoch on count before all earlier ones; 0 when no run was forced
     */
    static RangeStatuses read(
            IndexRange range,
            Iterator<Case> cases,
            List<Evidence> segments,
            Store store,
            Collection<String> columns,
            int forced)
            throws IOException {
        RangeStatuses statuses = new RangeStatuses(range);
        while (cases.hasNext()) {
            Case next = cases.next();
            statuses.planned[(int) (next.id() - range.from())] = next;
        }
        for (Evidence segment : segments) {
            if (segment.concerns(range)) {
                statuses.readSegment(segment, store, columns, forced);
            }
        }
        return statuses;
    }

    /** A segment counts whole or not at all: its rows are offered once it proved sound to its end. */
    private void readSegment(Evidence segment, Store store, Collection<String> columns, int forced) throws IOException {
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
                        found.add(new Standing(row, Winner.of(candidate)));
                    }
                }
            }
        } catch (CorruptSegmentException e) {
            damaged.add(segment.damagedBy(String.valueOf(e.getMessage())));
            return;
        }
        found.forEach(standing -> offer(standing, forced));
    }

    private boolean isPlanned(StatusRow row) {
        Case expected = planned[(int) (row.theCase().id() - range.from())];
        return expected != null && expected.key().equals(row.theCase().key());
    }

    private void offer(Standing challenger, int forced) {
        int at = (int) (challenger.row().theCase().id() - range.from());
        Standing before = standings[at];
        if (before == null) {
            standings[at] = challenger;
            return;
        }
        boolean newer = challenger.epoch() >= forced;
        if (newer != before.epoch() >= forced) {
            standings[at] = newer ? challenger : before;
            return;
        }
        Winner merged = before.winner().merge(challenger.winner());
        StatusRow row = merged.row().equals(before.winner().row()) ? before.row() : challenger.row();
        standings[at] = new Standing(row, merged);
    }

    /** The planned cases in order of id, each with its standing. */
    Iterable<Met> met() {
        return () -> IntStream.range(0, planned.length)
                .filter(i -> planned[i] != null)
                .mapToObj(i -> new Met(Objects.requireNonNull(planned[i]), standings[i]))
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
