package io.casemill.engine;

import org.jspecify.annotations.Nullable;

/** How one worker looks for its next chunk. Used by its thread only. */
final class Search {

    private final Crew crew;
    private final int worker;
    private final Deque<Chunk> own;
    private final Counters counters;

    /** State of a xorshift generator (Marsaglia 2003); never 0. */
    private int random;

    Search(Crew crew, int worker, Deque<Chunk> own, Counters counters) {
        this.crew = crew;
        this.worker = worker;
        this.own = own;
        this.counters = counters;
        this.random = worker + 1;
    }

    /** The next chunk: own, else injected, else stolen; null when there is none to be seen. */
    @Nullable Chunk next() {
        Chunk chunk = own.pop();
        if (chunk == null) {
            chunk = crew.injector().poll();
        }
        if (chunk == null) {
            chunk = stolen();
        }
        return chunk;
    }

    /** Asks every other worker once, from a random one on, so that thieves do not all stand at the same door. */
    private @Nullable Chunk stolen() {
        int workers = crew.size();
        int first = Math.floorMod(nextRandom(), workers);
        for (int i = 0; i < workers; i++) {
            int victim = (first + i) % workers;
            if (victim == worker) {
                continue;
            }
            Chunk chunk = crew.at(victim).stealer().steal();
            if (chunk != null) {
                counters.stolen();
                return chunk;
            }
            counters.foundNothing();
        }
        return null;
    }

    private int nextRandom() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random;
    }
}
