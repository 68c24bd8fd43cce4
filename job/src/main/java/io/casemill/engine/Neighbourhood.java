package io.casemill.engine;

import java.util.Collections;
import java.util.List;

/**
 * Which workers are near each other, and so whom a worker asks for work first.
 *
 * @param spots where each worker runs, by worker index; not empty
 */
public record Neighbourhood(List<Spot> spots) {

    /**
     * Where a worker runs. Numbers are compared, nothing else.
     *
     * @param node the NUMA node
     * @param complex the cores behind one cache; unique over all nodes
     */
    public record Spot(int node, int complex) {}

    public Neighbourhood {
        spots = List.copyOf(spots);
        if (spots.isEmpty()) {
            throw new IllegalArgumentException("Invalid neighbourhood: must have at least one worker");
        }
    }

    /** All equally near: nothing is known, or workers are not pinned. */
    public static Neighbourhood flat(int workers) {
        return new Neighbourhood(Collections.nCopies(workers, new Spot(0, 0)));
    }

    public int workers() {
        return spots.size();
    }
}
