package io.casemill.app;

import java.util.List;
import java.util.Objects;

/**
 * Whether the results of some cases depend on their neighbours.
 *
 * @param name the sweep's name
 * @param compared cases whose results could be compared
 * @param undecided cases that were cut short by their time limit, or never ended
 * @param found what speaks against independence, by case
 */
public record Independence(String name, int compared, int undecided, List<Dependence> found) {
    public Independence {
        Objects.requireNonNull(name);
        found = List.copyOf(found);
    }

    /**
     * Two runs of a case that differ.
     *
     * @param caseId the case
     * @param on what made the difference
     * @param alone what the case gave alone
     * @param otherwise what it gave otherwise
     */
    public record Dependence(long caseId, On on, String alone, String otherwise) {
        public Dependence {
            Objects.requireNonNull(on);
            Objects.requireNonNull(alone);
            Objects.requireNonNull(otherwise);
        }
    }

    /** What the result of a case depends on beside its values. */
    public enum On {
        /** Alone once more it gives another result: chance, a clock, or something outside of its directory. */
        ITSELF("alone again"),
        /** After other cases on the same runner. */
        EARLIER_CASES("after others"),
        /** While other cases run. */
        CONCURRENT_CASES("among others"),
        /** The published row says otherwise, though here the case gives the same each time. */
        THE_RUN("published");

        private final String label;

        On(String label) {
            this.label = label;
        }

        /** How the case was run when its result differed. */
        public String label() {
            return label;
        }
    }
}
