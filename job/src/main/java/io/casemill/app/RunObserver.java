package io.casemill.app;

/**
 * Watches one run. All calls come from one thread, in this order: {@link #planned} once, {@link #progress} about four
 * times a second, {@link #finished} once. Not called again after an exception of the run. Implementations return fast. Whoever made the
 * observer closes it.
 */
public interface RunObserver extends AutoCloseable {

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

    /** Ends what is shown, also after an exception. Idempotent. */
    @Override
    default void close() {}
}
