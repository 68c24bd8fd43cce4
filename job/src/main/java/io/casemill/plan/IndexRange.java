package io.casemill.plan;

import java.io.Serializable;

/**
 * A range of case ids.
 *
 * @param from the first case id
 * @param to one past the last case id, above {@code from}
 */
public record IndexRange(long from, long to) implements Serializable {

    public IndexRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "Invalid range [" + from + ", " + to + "): must start at 0 or above and hold at least one case");
        }
    }

    public long size() {
        return to - from;
    }
}
