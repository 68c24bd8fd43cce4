package io.casemill.status;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Flight recorder: a group of status rows became durable. One per segment, on the task's thread. */
@Name("io.casemill.SegmentFlush")
@Label("Segment Flush")
@Category("Casemill")
@Description("A group of status rows was written, published and forced to disk, waits for the storage included")
@StackTrace(false)
final class SegmentFlushEvent extends Event {

    /** Asked whether anybody records, so that nothing is made when nobody does. */
    private static final SegmentFlushEvent PROBE = new SegmentFlushEvent();

    @Label("Path")
    @Description("Below the run directory")
    @Nullable String path;

    @Label("Rows")
    long rows;

    @Label("Size")
    @DataAmount
    long bytes;

    /** Begins the event of this thread's next flush; null when nobody records. */
    static @Nullable SegmentFlushEvent start() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        SegmentFlushEvent event = new SegmentFlushEvent();
        event.begin();
        return event;
    }

    /** The segment is durable. */
    static void end(@Nullable SegmentFlushEvent event, Segment segment) {
        if (event != null) {
            event.path = segment.path();
            event.rows = segment.rows();
            event.bytes = segment.bytes();
            event.commit();
        }
    }
}
