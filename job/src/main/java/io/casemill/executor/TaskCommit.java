package io.casemill.executor;

import io.casemill.status.Segment;
import java.io.Serializable;
import java.util.List;

/**
 * What a task attempt reports to the driver: what it made durable.
 *
 * @param partition the partition's index
 * @param stageAttempt Spark's number of the stage attempt
 * @param taskAttempt Spark's number of the task attempt
 * @param segments the published segments
 * @param completed cases that completed
 * @param failed cases that failed
 */
public record TaskCommit(
        int partition, int stageAttempt, int taskAttempt, List<Segment> segments, long completed, long failed)
        implements Serializable {

    public TaskCommit {
        segments = List.copyOf(segments);
    }
}
