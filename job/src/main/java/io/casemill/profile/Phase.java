package io.casemill.profile;

/** Marks what the driver's thread does in the flight recordings of this JVM. */
public final class Phase {
    private Phase() {}

    /**
     * What a phase does.
     *
     * @param <T> what comes of it
     * @param <E> how it fails
     */
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Does the work on this thread; when somebody records, as an event of this name. */
    public static <T, E extends Exception> T timed(String name, Work<T, E> work) throws E {
        PhaseEvent event = new PhaseEvent();
        event.begin();
        try {
            return work.run();
        } finally {
            event.name = name;
            event.commit();
        }
    }
}
