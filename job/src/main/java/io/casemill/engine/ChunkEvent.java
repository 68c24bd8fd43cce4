package io.casemill.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** Flight recorder: a worker ran a chunk. The shortest are left out, so that a worker writes at most a thousand a second. */
@Name("io.casemill.Chunk")
@Label("Chunk Run")
@Category("Casemill")
@Description("A worker ran the steps of a chunk, except those that it gave away meanwhile")
@Threshold("1 ms")
@StackTrace(false)
final class ChunkEvent extends Event {

    /** Asked whether anybody records, so that nothing is made when nobody does. */
    private static final ChunkEvent PROBE = new ChunkEvent();

    @Label("Worker")
    int worker;

    @Label("Lane")
    @Description("The age of the submitter: the oldest is served first")
    long lane;

    @Label("Steps")
    @Description("Steps that ran, out of those that the chunk had")
    int steps;

    /** Begins the event of this thread's next chunk; null when nobody records. */
    static @Nullable ChunkEvent start() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        ChunkEvent event = new ChunkEvent();
        event.begin();
        return event;
    }

    /** The chunk has ended, with {@code end} the first step that did not run. */
    static void end(@Nullable ChunkEvent event, int worker, Chunk chunk, int end) {
        if (event == null) {
            return;
        }
        event.end();
        if (event.shouldCommit()) {
            event.worker = worker;
            event.lane = chunk.lane().order();
            event.steps = end - chunk.from();
            event.commit();
        }
    }
}
