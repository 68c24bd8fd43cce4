package io.casemill.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: a worker took a chunk from another. There are few: a chunk lies in a deque only when somebody sleeps. */
@Name("io.casemill.Steal")
@Label("Steal")
@Category("Casemill")
@Description("A worker took a chunk from another worker's deque")
@StackTrace(false)
final class StealEvent extends Event {

    /** Asked whether anybody records, so that nothing is made when nobody does. */
    private static final StealEvent PROBE = new StealEvent();

    @Label("Thief")
    int thief;

    @Label("Victim")
    int victim;

    /** The thief has nowhere put what it took, so this must not throw: an event that finds no memory is left out. */
    static void record(int thief, int victim) {
        if (PROBE.isEnabled()) {
            try {
                StealEvent event = new StealEvent();
                event.thief = thief;
                event.victim = victim;
                event.commit();
            } catch (OutOfMemoryError e) {
                // As above.
            }
        }
    }
}
