package io.casemill.scatter;

import io.casemill.sweep.Case;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** How many cases of each partition are run, when a run is limited to the first cases of the plan. */
final class Admissions implements Serializable {
    private static final long serialVersionUID = 1;

    /** Every case. */
    static final Admissions ALL = new Admissions(null);

    private final long @Nullable [] byPartition;

    private Admissions(long @Nullable [] byPartition) {
        this.byPartition = byPartition;
    }

    /**
     * The first {@code limit} cases in plan order.
     *
     * @param counts cases to run by partition
     */
    static Admissions first(long limit, List<Long> counts) {
        long[] admitted = new long[counts.size()];
        long left = limit;
        for (int i = 0; i < admitted.length; i++) {
            admitted[i] = Math.min(left, counts.get(i));
            left -= admitted[i];
        }
        return new Admissions(admitted);
    }

    /** Whether a partition has a case to run at all. */
    boolean any(int partition) {
        return byPartition == null || byPartition[partition] > 0;
    }

    Iterator<Case> limit(int partition, Iterator<Case> cases) {
        if (byPartition == null) {
            return cases;
        }
        return new Iterator<>() {
            private long left = byPartition[partition];

            @Override
            public boolean hasNext() {
                return left > 0 && cases.hasNext();
            }

            @Override
            public Case next() {
                if (left <= 0) {
                    throw new NoSuchElementException();
                }
                left--;
                return cases.next();
            }
        };
    }
}
