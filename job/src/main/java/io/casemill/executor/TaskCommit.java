package io.casemill.executor;

import io.casemill.status.Segment;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task attempt reports to the driver: what it made durable.
 *
 * @param partition the partition's index
 * @param stageAttempt Spark's number of the stage attempt
 * @param taskAttempt Spark's number of the task attempt
 * @param segments the published segments
 * @param completed cases that completed
 * @param failed cases that failed
 * @param left cases that were left pending when the partition had used up its time
 * @param degraded why the task's own thread had to run cases, or null when workers ran them all as they should
 */
public record TaskCommit(
        int partition,
        int stageAttempt,
        int taskAttempt,
        List<Segment> segments,
        long completed,
        long failed,
        long left,
        @Nullable String degraded)
        implements Serializable {

    public TaskCommit {
        segments = List.copyOf(segments);
    }
}
