package io.casemill.udfs;

import java.util.List;

/**
 * A model that runs inside the executor's JVM, found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations are stateless; whatever a computation needs to keep lives in the {@link Model} that {@link #open}
 * returns. A worker opens one model and uses it, from its own thread only, for all its cases of a run.
 */
public interface CaseFunction {

    /** The name that a sweep file uses: lower-case letters, digits and hyphens, unique on the class path. */
    String name();

    /**
     * The version of the computation. It is part of every case's key: a new version makes a resumed run compute its
     * cases again, so change it whenever results may change.
     */
    String version();

    /** What the function takes, in the order in which {@link CaseInput} gives it. */
    List<Argument> arguments();

    /** What the function gives, in the order in which {@link Model#evaluate} fills it. */
    List<Output> outputs();

    /** A new model for one worker. */
    Model open();

    /** The working state of one worker. */
    interface Model extends AutoCloseable {

        /**
         * Computes one case.
         *
         * @param in the values of the case, by position in {@link CaseFunction#arguments}; valid during the call only
         * @param out one element per declared output, NaN on entry; an element left NaN or made infinite fails the case
         *     as {@code invalid_result}
         * @throws Exception any failure of this case; it stays with the case
         */
        void evaluate(CaseInput in, double[] out) throws Exception;

        @Override
        default void close() {}
    }
}
