package io.casemill.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a {@link Pipeline}: its source and its sink. Every call comes on the thread that runs the pipeline.
 *
 * @param <T> what flows
 */
public interface Ends<T> {

    /**
     * The next item, or null when there is none now. Asked again after each item that comes out; when there is none and nothing
     * is under way, the pipeline ends.
     */
    @Nullable T next() throws IOException, InterruptedException;

    /** Takes an item that has passed all stages. */
    void accept(T item) throws IOException, InterruptedException;

    /** Called each time around, at least every {@link Pipeline#PULSE_NANOS}. What it throws ends the pipeline. */
    void pulse() throws IOException, InterruptedException;

    /** The pipeline ends early for this reason; what is under way is cancelled after this and then accepted. */
    void ending(Throwable reason);
}
