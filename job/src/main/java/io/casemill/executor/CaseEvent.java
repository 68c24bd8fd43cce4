package io.casemill.executor;

import io.casemill.runner.Outcome;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * Flight recorder: a case ran. Only those of 10 ms and more, so that a worker writes at most a hundred a second: shorter cases travel
 * in chunks, which have an event of their own.
 */
@Name("io.casemill.Case")
@Label("Case")
@Category("Casemill")
@Description("A worker ran a case; cases shorter than the threshold are left out, their chunks are not")
@Threshold("10 ms")
@StackTrace(false)
final class CaseEvent extends Event {

    /** Asked whether anybody records, so that nothing is made when nobody does. */
    private static final CaseEvent PROBE = new CaseEvent();

    @Label("Case")
    @Description("The case's position in the sweep")
    long caseId;

    @Label("Partition")
    int partition;

    @Label("Worker")
    int worker;

    @Label("Attempt")
    @Description("Counts the attempts of the case from 0")
    int attempt;

    @Label("Outcome")
    @Description("completed, cancelled, or the class of its error")
    @Nullable String outcome;

    /** Begins the event of this thread's next case; null when nobody records. */
    static @Nullable CaseEvent start() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        CaseEvent event = new CaseEvent();
        event.begin();
        return event;
    }

    /** The case has ended. */
    static void end(@Nullable CaseEvent event, int partition, long caseId, int attempt, int worker, Outcome outcome) {
        if (event == null) {
            return;
        }
        event.end();
        if (event.shouldCommit()) {
            event.caseId = caseId;
            event.partition = partition;
            event.worker = worker;
            event.attempt = attempt;
            event.outcome = name(outcome);
            event.commit();
        }
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.errorClass().id();
        }
        return outcome instanceof Outcome.Completed ? "completed" : "cancelled";
    }
}
