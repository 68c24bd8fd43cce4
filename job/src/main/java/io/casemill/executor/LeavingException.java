package io.casemill.executor;

/** An attempt at a partition ends before its last case; the cases that have not ended are left for another time. */
abstract class LeavingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param why for people
     */
    LeavingException(String why) {
        super(why);
    }

    /** Why, as rows of the cases say it. */
    final String why() {
        return String.valueOf(getMessage());
    }

    /** The partition has used up its time. The attempt is over and is not to be repeated. */
    static final class PartitionTimeout extends LeavingException {
        private static final long serialVersionUID = 1;

        PartitionTimeout(String why) {
            super(why);
        }
    }
}
