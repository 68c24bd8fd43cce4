package io.casemill.engine;

import java.time.Duration;
import java.util.Objects;

/**
 * How an engine is set up.
 *
 * @param name begins the names of its threads and its messages
 * @param workers at least 0; without workers only what {@link Engine#inline} gives runs anything
 * @param grace how long an interrupted step may take to come back; positive. Closing the engine takes at most twice as long
 * @param replacements how many abandoned workers are replaced before the engine refuses work; at least 0
 * @param start runs on each worker's thread before its first step, and again when the workers have moved
 * @param neighbourhood where the workers are at first, one spot for each, and one when there are none
 */
public record EngineOptions(
        String name, int workers, Duration grace, int replacements, WorkerStart start, Neighbourhood neighbourhood) {

    /** An abandoned thread may burn a core and holds its memory, so a few per worker is already a sick executor. */
    private static final int REPLACEMENTS_PER_WORKER = 4;

    public EngineOptions {
        Objects.requireNonNull(start);
        if (name.isBlank()) {
            throw new IllegalArgumentException("Invalid engine name: must not be blank");
        }
        if (workers < 0) {
            throw new IllegalArgumentException("Invalid number of workers: must be at least 0, is " + workers);
        }
        if (neighbourhood.workers() != Math.max(1, workers)) {
            throw new IllegalArgumentException("Invalid neighbourhood: must have a spot for each of " + workers
                    + " workers, has " + neighbourhood.workers());
        }
        if (grace.isNegative() || grace.isZero()) {
            throw new IllegalArgumentException("Invalid grace: must be positive, is " + grace);
        }
        if (replacements < 0) {
            throw new IllegalArgumentException(
                    "Invalid number of replacements: must be at least 0, is " + replacements);
        }
    }

    /** With all workers equally near. */
    public EngineOptions(String name, int workers, Duration grace, int replacements, WorkerStart start) {
        this(name, workers, grace, replacements, start, Neighbourhood.flat(Math.max(1, workers)));
    }

    /** The same with four replacements per worker. */
    public EngineOptions(String name, int workers, Duration grace, WorkerStart start) {
        this(name, workers, grace, REPLACEMENTS_PER_WORKER * workers, start);
    }

    /** The same, with another neighbourhood. */
    public EngineOptions within(Neighbourhood other) {
        return new EngineOptions(name, workers, grace, replacements, start, other);
    }

    /** The same engine without workers. */
    public EngineOptions withoutWorkers() {
        return new EngineOptions(name, 0, grace, replacements, start);
    }

    /** For an inline engine beside an engine of these options. Its one thread comes back from every step before the next. */
    EngineOptions inline() {
        return new EngineOptions(name + "-inline", 1, grace, Integer.MAX_VALUE, WorkerStart.NOTHING);
    }
}
