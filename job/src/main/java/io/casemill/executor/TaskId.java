package io.casemill.executor;

import io.casemill.sweep.Texts;

/**
 * One attempt at one partition, in Spark's numbers.
 *
 * @param partition the partition's index
 * @param stageAttempt counts attempts of the stage from 0
 * @param taskAttempt counts attempts of the task in its stage attempt from 0
 * @param executor the executor's id
 * @param host the machine
 */
public record TaskId(int partition, int stageAttempt, int taskAttempt, String executor, String host) {
    public TaskId {
        executor = Texts.shared(executor);
        host = Texts.shared(host);
    }
}
