package io.casemill.gather;

import io.casemill.gather.RangeStatuses.Met;
import io.casemill.master.Part;
import io.casemill.status.Status;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one range of the master table's next version, in order of case id. */
final class PartTask extends RangeTask<PartSummary> {
    private static final long serialVersionUID = 1;

    private final ArrayList<String> paths;
    private final int epoch;

    /**
     * @param paths of the part files, by partition
     * @param epoch rows of earlier epochs are marked as reused
     */
    PartTask(Setup setup, List<String> paths, int epoch) {
        super(setup);
        this.paths = new ArrayList<>(paths);
        this.epoch = epoch;
    }

    @Override
    PartSummary make(
            RangeStatuses statuses, int partition, SweepDefinition definition, StatusColumns columns, Store store)
            throws IOException {
        String path = paths.get(partition);
        Counter counter = new Counter();
        Iterator<Met> met = statuses.met().iterator();
        Iterator<StatusRow> rows = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return met.hasNext();
            }

            @Override
            public StatusRow next() {
                Met next = met.next();
                StatusRow row = row(next.planned(), next.standing(), statuses, definition);
                counter.count(row, next.standing());
                return row;
            }
        };
        Part part = Part.write(store, path, columns, rows);
        return counter.summary(part.file(), statuses.damaged());
    }

    private StatusRow row(
            Case planned, @Nullable Standing standing, RangeStatuses statuses, SweepDefinition definition) {
        if (standing != null && !standing.isPending()) {
            StatusRow row = standing.row();
            // Limits may have changed since the case ran; they are no part of its key.
            Boolean pass = row.status() == Status.COMPLETED
                    ? StatusColumns.specPass(definition.outputs(), row.outputs())
                    : null;
            return new StatusRow(
                    planned,
                    row.status(),
                    row.outputs(),
                    pass,
                    row.errorClass(),
                    row.errorMessage(),
                    standing.epoch() < epoch,
                    row.execution());
        }
        Evidence damaged = statuses.damagedFor(planned.id());
        if (damaged != null) {
            return StatusRow.failed(
                    planned, new double[0], ErrorClass.CORRUPTED, "Status file corrupted: " + damaged.path(), null);
        }
        String why = standing == null ? null : standing.row().errorMessage();
        return why == null
                ? StatusRow.pending(planned)
                : StatusRow.pending(planned).withMessage(why);
    }
}
