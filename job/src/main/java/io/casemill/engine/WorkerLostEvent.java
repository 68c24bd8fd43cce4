package io.casemill.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Flight recorder: a worker's thread was given up or died. */
@Name("io.casemill.WorkerLost")
@Label("Worker Lost")
@Category("Casemill")
@Description("A worker's thread was abandoned or died, and is replaced within the engine's limit")
@StackTrace(false)
final class WorkerLostEvent extends Event {

    /** Asked whether anybody records, so that nothing is made when nobody does. */
    private static final WorkerLostEvent PROBE = new WorkerLostEvent();

    @Label("Worker")
    int worker;

    @Label("Reason")
    @Nullable String reason;

    @Label("Lost Workers")
    @Description("How many workers the engine has lost, this one included")
    int lost;

    static void record(int worker, String reason, int lost) {
        if (PROBE.isEnabled()) {
            WorkerLostEvent event = new WorkerLostEvent();
            event.worker = worker;
            event.reason = reason;
            event.lost = lost;
            event.commit();
        }
    }
}
