package io.casemill.app;

/** What the exit code of the command line means. */
final class ExitCode {
    static final int COMPLETED = 0;
    static final int FAILED = 1;
    static final int INVALID = 2;
    static final int STOPPED = 3;
    static final int INFRASTRUCTURE = 4;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The code of a run: of its table, whether this run computed it or an earlier one. */
    static int of(RunSummary summary, RunRequest request) {
        RunSummary.Stopped stopped = summary.stopped();
        if (stopped != null) {
            return switch (stopped.reason()) {
                case FAILURE_LIMIT, TIME_LIMIT -> STOPPED;
                case INTERRUPTED -> INTERRUPTED;
                case INFRASTRUCTURE -> INFRASTRUCTURE;
            };
        }
        boolean incomplete = summary.pending() > 0 && !request.partial();
        return summary.failed() > 0 || summary.specFailed() > 0 || incomplete ? FAILED : COMPLETED;
    }
}
