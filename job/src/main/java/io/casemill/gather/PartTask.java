package io.casemill.gather;

import io.casemill.gather.RangeStatuses.Standing;
import io.casemill.master.VersionFile;
import io.casemill.status.RowWriter;
import io.casemill.status.Segment;
import io.casemill.status.Status;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one range of the master table's next version, in order of case id. */
final class PartTask extends RangeTask<PartSummary> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final int epoch;

    /**
     * @param folder the version's folder in the run directory
     * @param epoch rows of earlier epochs are marked as reused
     */
    PartTask(Setup setup, String folder, int epoch) {
        super(setup);
        this.folder = folder;
        this.epoch = epoch;
    }

    @Override
    PartSummary make(
            RangeStatuses statuses, int partition, SweepDefinition definition, StatusColumns columns, Store store)
            throws IOException {
        // Attempts at one task never share a name; only the one that the driver hears of is in the version.
        String name = String.format(Locale.ROOT, "%s/part-%05d-%s.parquet", folder, partition, UUID.randomUUID());
        Counter counter = new Counter();
        try (RowWriter writer = RowWriter.create(store, name, columns)) {
            statuses.forEach((planned, standing) -> {
                StatusRow row = row(planned, standing, statuses, definition);
                counter.count(row, standing);
                writer.write(row);
            });
            if (!writer.publish()) {
                throw new IOException("Cannot write " + name + ": it exists already");
            }
            Segment part = writer.segment();
            VersionFile.of(part).verifyContent(store);
            return counter.summary(part, statuses.damaged());
        }
    }

    private StatusRow row(
            Case planned, @Nullable Standing standing, RangeStatuses statuses, SweepDefinition definition) {
        if (standing != null) {
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
        return damaged == null
                ? StatusRow.pending(planned)
                : StatusRow.failed(
                        planned, new double[0], ErrorClass.CORRUPTED, "Status file corrupted: " + damaged.path(), null);
    }
}
