package io.casemill.engine;

/** What each worker's thread does before its first step, for example pinning itself to a core. */
@FunctionalInterface
public interface WorkerStart {

    /** Does nothing; the worker has no core. */
    WorkerStart NOTHING = worker -> -1;

    /**
     * Called on each new worker thread, those of replacements included, and again on each thread after {@link Engine#rearrange}. An
     * exception stops the start of the engine, or makes a running engine refuse work.
     *
     * @param worker the worker's index, from 0
     * @return the core that the thread is pinned to, or -1
     */
    int started(int worker);
}
