package io.casemill.engine;

import java.time.Duration;
import java.util.Objects;

/**
 * How an engine is set up.
 *
 * @param name begins the names of its threads and its messages
 * @param workers at least 1
 * @param grace how long an interrupted step may take to come back; positive. Closing the engine takes at most twice as long
 * @param replacements how many abandoned workers are replaced before the engine refuses work; at least 0
 * @param start runs on each worker's thread before its first step
 */
public record EngineOptions(String name, int workers, Duration grace, int replacements, WorkerStart start) {

    /** An abandoned thread may burn a core and holds its memory, so a few per worker is already a sick executor. */
    private static final int REPLACEMENTS_PER_WORKER = 4;

    public EngineOptions {
        Objects.requireNonNull(start);
        if (name.isBlank()) {
            throw new IllegalArgumentException("Invalid engine name: must not be blank");
        }
        if (workers < 1) {
            throw new IllegalArgumentException("Invalid number of workers: must be at least 1, is " + workers);
        }
        if (grace.isNegative() || grace.isZero()) {
            throw new IllegalArgumentException("Invalid grace: must be positive, is " + grace);
        }
        if (replacements < 0) {
            throw new IllegalArgumentException(
                    "Invalid number of replacements: must be at least 0, is " + replacements);
        }
    }

    /** With four replacements per worker. */
    public EngineOptions(String name, int workers, Duration grace, WorkerStart start) {
        this(name, workers, grace, REPLACEMENTS_PER_WORKER * workers, start);
    }
}
