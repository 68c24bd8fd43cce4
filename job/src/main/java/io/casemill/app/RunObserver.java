package io.casemill.app;

/**
 * Watches one run. All calls come from one thread, in this order: {@link #planned} once, {@link #progress} about four
 * times a second, {@link #finished} once. Not called again after an exception of the run. Implementations return fast.
 */
public interface RunObserver {

    /** Watches nothing. */
    RunObserver NONE = new RunObserver() {};

    /**
     * The cases are known and nothing has run.
     *
     * @param total planned cases
     * @param reused cases whose earlier result stands
     * @param toRun the others
     */
    default void planned(long total, long reused, long toRun) {}

    /** A snapshot; later ones never count fewer cases. */
    default void progress(Progress progress) {}

    /** No case runs any more; the table is not published yet. */
    default void finished(Progress last) {}
}
