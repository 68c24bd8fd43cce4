package io.casemill.profile;

import io.casemill.profile.Recorded.LongCase;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The few cases that are largest in some order. Used by one thread. */
final class TopCases {
    private final int most;
    private final PriorityQueue<LongCase> kept;

    TopCases(int most, Comparator<LongCase> order) {
        this.most = most;
        this.kept = new PriorityQueue<>(order);
    }

    void add(LongCase each) {
        kept.add(each);
        if (kept.size() > most) {
            kept.poll();
        }
    }

    /** In no order. */
    List<LongCase> all() {
        return List.copyOf(kept);
    }
}
