package io.casemill.engine;

import org.jspecify.annotations.Nullable;

/** How one worker looks for its next work. Used by its thread only. */
final class Search<T> {

    private final Sources<T> sources;
    private final int worker;
    private final Counters counters;

    /** State of a xorshift generator (Marsaglia 2003); never 0. Apart, because an idle worker writes it all the time. */
    private final PaddedLongs random = new PaddedLongs(1);

    Search(Sources<T> sources, int worker, Counters counters) {
        this.sources = sources;
        this.worker = worker;
        this.counters = counters;
        random.set(0, worker + 1);
    }

    /** The next work: own, else injected, else stolen from somebody near, else from anybody; null when there is none to be seen. */
    @Nullable T next() {
        T work = again();
        if (work == null && sources.rings().around(worker).length > 0) {
            counters.foundNothing();
        }
        return work;
    }

    /** The same once more after it was in vain, which counts as one failure however often it is repeated. */
    @Nullable T again() {
        T work = sources.own();
        if (work == null) {
            work = sources.injected(sources.rings().node(worker));
        }
        if (work == null) {
            work = stolen();
        }
        return work;
    }

    /** Asks every other worker once, ring by ring from the innermost. */
    private @Nullable T stolen() {
        for (int[] ring : sources.rings().around(worker)) {
            T work = stolenFrom(ring);
            if (work != null) {
                return work;
            }
        }
        return null;
    }

    /** Asks from a random victim on, so that thieves do not all stand at the same door. */
    private @Nullable T stolenFrom(int[] ring) {
        int first = Math.floorMod(nextRandom(), ring.length);
        for (int i = 0; i < ring.length; i++) {
            int victim = ring[(first + i) % ring.length];
            T work = sources.stolen(victim);
            if (work != null) {
                counters.stolen();
                StealEvent.record(worker, victim);
                return work;
            }
        }
        return null;
    }

    private int nextRandom() {
        int next = (int) random.get(0);
        next ^= next << 13;
        next ^= next >>> 17;
        next ^= next << 5;
        random.set(0, next);
        return next;
    }
}
