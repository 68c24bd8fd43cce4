package io.casemill.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** Flight recorder: a worker slept because there was no work. The shortest are left out. */
@Name("io.casemill.Park")
@Label("Worker Park")
@Category("Casemill")
@Description("A worker found no work and slept until it was woken")
@Threshold("1 ms")
@StackTrace(false)
final class ParkEvent extends Event {

    /** Asked whether anybody records, so that nothing is made when nobody does. */
    private static final ParkEvent PROBE = new ParkEvent();

    @Label("Worker")
    int worker;

    /** Begins the event of this thread's next sleep; null when nobody records. */
    static @Nullable ParkEvent start() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        ParkEvent event = new ParkEvent();
        event.begin();
        return event;
    }

    /** The worker is awake. */
    static void end(@Nullable ParkEvent event, int worker) {
        if (event == null) {
            return;
        }
        event.end();
        if (event.shouldCommit()) {
            event.worker = worker;
            event.commit();
        }
    }
}
