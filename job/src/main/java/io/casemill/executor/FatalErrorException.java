package io.casemill.executor;

/** The JVM of this executor has failed and must end. What had ended of the attempt is durable. */
public final class FatalErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param what the JVM threw; the cause is an error of the same kind, by which Spark knows that the process must end
     */
    FatalErrorException(String what) {
        super(
                "The Java process has failed with " + what + "; it takes no more cases and must be started again",
                new InternalError(what));
    }
}
