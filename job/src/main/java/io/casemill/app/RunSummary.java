package io.casemill.app;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one run did and the state of the table that it published.
 *
 * @param name the sweep's name
 * @param directory the run directory as the user would type it
 * @param version the published version, 0 when none was ever published
 * @param table what a reader opens, such as {@code runs/x/master/current}
 * @param planned rows of the table
 * @param completed cases of the table that completed
 * @param failed cases of the table that failed
 * @param pending cases of the table without a result
 * @param reused cases whose earlier result stands
 * @param executed cases that this run ran to an outcome
 * @param specPassed completed cases of the table that meet all their limits
 * @param specFailed completed cases of the table that miss one; with {@code specPassed} 0 when the sweep has no limits
 * @param elapsed wall time of this run
 * @param casesPerSecond executed cases by the time that running took, 0 when none ran
 * @param stopped why the run ended before its end, or null
 * @param degraded why a part ran without the engine, on Spark's task threads, or null
 * @param engine what the workers did, or null when this run ran nothing
 * @param profile what a profiled run tells, otherwise null
 */
public record RunSummary(
        String name,
        String directory,
        long version,
        String table,
        long planned,
        long completed,
        long failed,
        long pending,
        long reused,
        long executed,
        long specPassed,
        long specFailed,
        Duration elapsed,
        double casesPerSecond,
        @Nullable Stopped stopped,
        @Nullable String degraded,
        @Nullable EngineReport engine,
        @Nullable ProfileView profile) {

    public RunSummary {
        Objects.requireNonNull(name);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(table);
        Objects.requireNonNull(elapsed);
    }

    RunSummary with(ProfileView view) {
        return new RunSummary(
                name,
                directory,
                version,
                table,
                planned,
                completed,
                failed,
                pending,
                reused,
                executed,
                specPassed,
                specFailed,
                elapsed,
                casesPerSecond,
                stopped,
                degraded,
                engine,
                view);
    }

    /**
     * Why a run ended before its end.
     *
     * @param reason decides the exit code
     * @param message for people: the values that decided
     */
    public record Stopped(Reason reason, String message) {
        public Stopped {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(message);
        }
    }

    /** The kinds of early end. */
    public enum Reason {
        /** More cases failed than {@code failure.max} allows. */
        FAILURE_LIMIT,
        /** The run reached {@code limits.run_timeout}, or a partition {@code limits.partition_timeout}. */
        TIME_LIMIT,
        /** Ctrl-C, SIGTERM or an interrupt of the calling thread. */
        INTERRUPTED,
        /** The storage or the cluster gave up; everything durable is in the table or salvaged by the next run. */
        INFRASTRUCTURE
    }
}
