package io.casemill.executor;

import io.casemill.status.CorruptSegmentException;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentName;
import io.casemill.status.Status;
import io.casemill.store.Store;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cases that earlier attempts at a partition finished in the same epoch, so that a repeated attempt runs only the others.
 * Memory is bounded by the partition.
 */
final class FinishedCases {
    private static final String STATUS = "status";
    private static final String SPEC_PASS = "spec_pass";

    private final Set<Long> ids = new HashSet<>();
    private final Set<Long> left = new HashSet<>();

    private FinishedCases() {}

    /** None: nothing was tried before. */
    static FinishedCases none() {
        return new FinishedCases();
    }

    /**
     * Reads what is durable of earlier attempts; the first attempt reads nothing.
     *
     * @param counts told of each case found
     */
    static FinishedCases of(Store store, int epoch, TaskId id, Counts counts) throws IOException {
        FinishedCases finished = none();
        if (id.stageAttempt() > 0 || id.taskAttempt() > 0) {
            for (SegmentName segment : SegmentName.published(store, epoch)) {
                if (segment.partition() == id.partition()) {
                    finished.read(store, segment, counts);
                }
            }
            counts.report();
        }
        return finished;
    }

    private void read(Store store, SegmentName segment, Counts counts) throws IOException {
        Set<Long> found = new HashSet<>();
        Set<Long> leftThen = new HashSet<>();
        long completed = 0;
        long specFailed = 0;
        try (RowReader reader = RowReader.open(store, segment.path(), List.of(STATUS, SPEC_PASS))) {
            int status = reader.columns().position(STATUS);
            int specPass = reader.columns().position(SPEC_PASS);
            while (reader.next()) {
                Status how = Status.of(String.valueOf(reader.text(status)));
                if (how == Status.PENDING) {
                    leftThen.add(reader.caseId());
                } else if (!ids.contains(reader.caseId()) && found.add(reader.caseId())) {
                    completed += how == Status.COMPLETED ? 1 : 0;
                    specFailed += Boolean.FALSE.equals(reader.value(specPass)) ? 1 : 0;
                }
            }
        } catch (CorruptSegmentException e) {
            // Gather finds it as well; its cases run again.
            return;
        }
        ids.addAll(found);
        left.addAll(leftThen);
        counts.found(completed, found.size() - completed, specFailed);
    }

    /** Whether an earlier attempt left a row that says why it did not run a case. */
    boolean wasLeft(long caseId) {
        return left.contains(caseId);
    }

    /** The other cases, read lazily. */
    Iterator<Case> without(Iterator<Case> cases) {
        if (ids.isEmpty()) {
            return cases;
        }
        return new Iterator<>() {
            private @Nullable Case next;

            @Override
            public boolean hasNext() {
                while (next == null && cases.hasNext()) {
                    Case candidate = cases.next();
                    next = ids.contains(candidate.id()) ? null : candidate;
                }
                return next != null;
            }

            @Override
            public Case next() {
                Case taken = hasNext() ? next : null;
                if (taken == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return taken;
            }
        };
    }
}
