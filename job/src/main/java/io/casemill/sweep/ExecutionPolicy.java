package io.casemill.sweep;

import java.io.Serializable;
import java.util.Objects;

/**
 * How the cases of a sweep are put on machines. Decides speed and order alone: the table is the same with every policy, so
 * it is in no case key, and changing it runs no case again.
 *
 * @param workers how many cases an executor runs at once
 * @param partition the most cases in one partition, at least 1
 * @param mode in which order, on which threads
 */
public record ExecutionPolicy(Workers workers, long partition, Mode mode) implements Serializable {
    /** A task that is lost runs its cases again: this bounds what it costs. */
    public static final long LARGEST_PARTITION = 50_000;

    /** A worker per core, in parallel. */
    public static final ExecutionPolicy DEFAULT =
            new ExecutionPolicy(new Workers.ByLoad(Workers.Load.CPU), LARGEST_PARTITION, Mode.PARALLEL);

    public ExecutionPolicy {
        Objects.requireNonNull(workers);
        Objects.requireNonNull(mode);
        if (partition < 1) {
            throw new IllegalArgumentException("Invalid partition size " + partition + ": must be at least 1");
        }
    }

    /** In which order cases run, and on which threads. */
    public enum Mode {
        /** On all workers, as these come to them. */
        PARALLEL,
        /**
         * One worker for the whole run, whatever {@code workers} says. Cases start in plan order, and those to be tried again
         * follow the others of their partition, in plan order too.
         */
        DETERMINISTIC,
        /** In the same order, each case on the thread of its Spark task: no other thread comes between a debugger and a case. */
        INLINE;

        /** Whether one case runs at a time, in plan order. */
        public boolean ordered() {
            return this != PARALLEL;
        }
    }

    /** Workers on an executor to which Spark gave {@code cores}, at least 1; 0 when tasks run cases on their own threads. */
    public int workers(int cores) {
        return switch (mode) {
            case PARALLEL -> workers.on(cores);
            case DETERMINISTIC -> 1;
            case INLINE -> 0;
        };
    }
}
