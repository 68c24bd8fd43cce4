package io.casemill.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A {@link Neighbourhood} as the search for work reads it: nodes numbered from 0 in the order of their first workers, and for
 * each worker its victims in rings around it. Immutable. Takes four bytes per pair of workers.
 */
final class Rings {

    /** By worker. */
    private final int[] nodes;

    /** The nodes in turn, each as often as it has workers. */
    private final int[] turns;

    /** Victims by worker and ring, from the innermost ring on; no ring is empty. */
    private final int[][][] victims;

    Rings(Neighbourhood neighbourhood) {
        List<Neighbourhood.Spot> spots = neighbourhood.spots();
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        nodes = spots.stream()
                .mapToInt(spot -> numbers.computeIfAbsent(spot.node(), node -> numbers.size()))
                .toArray();
        turns = turns(nodes);
        victims = IntStream.range(0, spots.size())
                .mapToObj(worker -> around(worker, spots))
                .toArray(int[][][]::new);
    }

    /** The first workers of all nodes, then the second ones, and so on. */
    private static int[] turns(int[] nodes) {
        int[] before = new int[nodes.length];
        int[] rounds = Arrays.stream(nodes).map(node -> before[node]++).toArray();
        return IntStream.range(0, nodes.length)
                .boxed()
                .sorted(Comparator.comparingInt(worker -> rounds[worker]))
                .mapToInt(worker -> nodes[worker])
                .toArray();
    }

    private static int[][] around(int worker, List<Neighbourhood.Spot> spots) {
        Neighbourhood.Spot own = spots.get(worker);
        IntPredicate near = other -> spots.get(other).node() == own.node();
        IntPredicate nearest = near.and(other -> spots.get(other).complex() == own.complex());
        return List.of(nearest, near.and(nearest.negate()), near.negate()).stream()
                .map(ring -> IntStream.range(0, spots.size())
                        .filter(other -> other != worker)
                        .filter(ring)
                        .toArray())
                .filter(ring -> ring.length > 0)
                .toArray(int[][]::new);
    }

    /** How many nodes have workers, at least 1: without workers, there is still a queue. */
    int nodes() {
        return 1 + Arrays.stream(nodes).max().orElse(0);
    }

    /** Whose turn it is when this many turns are over: each node's in proportion to its workers. */
    int turn(int over) {
        return turns[Math.floorMod(over, turns.length)];
    }

    int node(int worker) {
        return nodes[worker];
    }

    /** A worker's victims, nearest ring first; all other workers are in exactly one ring. The caller does not write to it. */
    int[][] around(int worker) {
        return victims[worker];
    }
}
