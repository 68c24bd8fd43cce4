package io.casemill.executor;

import io.casemill.engine.StepLabels;
import io.casemill.session.Session;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The names under which log lines carry what they are about. A task's thread and the driver's put theirs into the logging
 * context once; those of a case are derived by {@link Log4jLabels} when a line is written, because cases take microseconds and
 * hardly ever write one.
 */
public final class LogLabels implements AutoCloseable {
    /** The run's id. */
    public static final String RUN = "run";

    /** The driver's turn. */
    public static final String EPOCH = "epoch";

    /** Spark's partition id. */
    public static final String PARTITION = "partition";

    /** The partition attempt, as in names of segments: {@code 0.1} is stage attempt 0, task attempt 1. */
    public static final String ATTEMPT = "attempt";

    /** The case's id. */
    public static final String CASE = "case";

    /** What the case's row has as {@code correlation_id}. */
    public static final String CORRELATION = "correlation";

    /** The worker's index in its executor. */
    public static final String WORKER = StepLabels.WORKER;

    private static final Logger LOG = LoggerFactory.getLogger(LogLabels.class);

    private final Map<String, String> labels;

    private LogLabels(Map<String, String> labels) {
        this.labels = labels;
        labels.forEach(MDC::put);
    }

    /** Labels the lines of this thread until it closes the result. */
    public static LogLabels ofDriver(String runId, int epoch) {
        return new LogLabels(Map.of(RUN, runId, EPOCH, String.valueOf(epoch)));
    }

    /** Labels the lines of this thread until it closes the result. */
    public static LogLabels ofTask(String runId, TaskId id) {
        return new LogLabels(Map.of(
                RUN,
                runId,
                PARTITION,
                String.valueOf(id.partition()),
                ATTEMPT,
                id.stageAttempt() + "." + id.taskAttempt()));
    }

    /** The labels of a case that runs in this session. */
    static Map<String, String> of(Session session, long caseId) {
        Session.Attempt attempt = session.attempt();
        return Map.of(
                RUN,
                attempt.runId(),
                PARTITION,
                String.valueOf(attempt.partition()),
                ATTEMPT,
                attempt.stageAttempt() + "." + attempt.taskAttempt(),
                CASE,
                String.valueOf(caseId),
                CORRELATION,
                session.correlationId(caseId));
    }

    /** Has the log of this JVM label the lines of cases. Idempotent. */
    static void install() {
        try {
            Log4jLabels.install();
        } catch (LinkageError e) {
            LOG.info("Log lines of cases carry no ids, because log4j-core does not write this log: {}", e.toString());
        }
    }

    @Override
    public void close() {
        labels.keySet().forEach(MDC::remove);
    }
}
