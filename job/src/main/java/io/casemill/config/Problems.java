package io.casemill.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems while a sweep is read, so that all of them are reported together. Used by one thread. */
final class Problems {
    /** Enough to be useful; what a broken file of a megabyte could give would not be. */
    private static final int MOST = 200;

    private final String sweepFile;
    private final List<Problem> found = new ArrayList<>();

    /** @param sweepFile the sweep file as the user named it; its problems come first */
    Problems(String sweepFile) {
        this.sweepFile = sweepFile;
    }

    /** Reports a mistake at a place. */
    void add(Place place, String keyPath, String what, String remedy) {
        if (found.size() < MOST) {
            Problem problem = new Problem(place.file(), place.line(), place.column(), keyPath, what, remedy);
            if (!found.contains(problem)) {
                found.add(problem);
            }
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    /** How many were reported so far; tells whether a part of the file was read without any. */
    int count() {
        return found.size();
    }

    /** Throws when anything was reported. */
    void raise() {
        if (!none()) {
            found.sort(Comparator.<Problem>comparingInt(this::rank).thenComparing(Comparator.naturalOrder()));
            throw new InvalidSweepException(found);
        }
    }

    private int rank(Problem problem) {
        if (problem.file().equals(sweepFile)) {
            return 0;
        }
        return problem.file().startsWith("--set ") ? 2 : 1;
    }
}
