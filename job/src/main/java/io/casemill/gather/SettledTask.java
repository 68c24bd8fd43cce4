package io.casemill.gather;

import io.casemill.gather.RangeStatuses.Met;
import io.casemill.plan.CaseSet;
import io.casemill.status.Status;
import io.casemill.status.StatusColumns;
import io.casemill.store.Store;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;

/** Which cases of one range need not run again. */
final class SettledTask extends RangeTask<byte[]> {
    private static final long serialVersionUID = 1;

    private final Settles settles;

    SettledTask(Setup setup, Settles settles) {
        super(setup);
        this.settles = settles;
    }

    @Override
    byte[] make(RangeStatuses statuses, int partition, SweepDefinition definition, StatusColumns columns, Store store)
            throws IOException {
        CaseSet.Builder settled = new CaseSet.Builder();
        for (Met met : statuses.met()) {
            Standing standing = met.standing();
            if (standing != null
                    && standing.asOf() >= setup().forced()
                    && !standing.isPending()
                    && (standing.row().status() == Status.COMPLETED || settles == Settles.COMPLETED_AND_FAILED)) {
                settled.add(met.planned().id());
            }
        }
        return settled.build().toBytes();
    }
}
