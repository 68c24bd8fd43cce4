package io.casemill.gather;

import io.casemill.master.VersionFile;
import java.io.Serializable;
import java.util.List;

/**
 * What gathering one range came to.
 *
 * @param part the published file of the master table's new version
 * @param counts of its rows
 * @param damaged segments that could not be read
 * @param contradictions the first cases with two completed rows that differ
 */
public record PartSummary(VersionFile part, Counts counts, List<Evidence> damaged, List<Long> contradictions)
        implements Serializable {

    public PartSummary {
        damaged = List.copyOf(damaged);
        contradictions = List.copyOf(contradictions);
    }
}
