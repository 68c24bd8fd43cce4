package io.casemill.engine;

/**
 * Steps that are still to be run: those of {@code body} from {@code from} up to, not including, {@code to}. Reports to the body
 * go through here, so that a body that throws harms nobody.
 */
record Chunk(Lane lane, Steps body, int from, int to) implements Work {

    Chunk {
        if (from < 0 || from >= to) {
            throw new IllegalArgumentException(
                    "Invalid chunk: from must be at least 0 and below to, is [" + from + ", " + to + ")");
        }
    }

    void skip() {
        for (int index = from; index < to; index++) {
            skip(index);
        }
        endedBefore(to);
    }

    void skip(int index) {
        try {
            body.skipped(index);
        } catch (Throwable thrown) {
            logReport("skipped", index, thrown);
        }
    }

    void fail(int index, Throwable cause) {
        try {
            body.failed(index, cause);
        } catch (Throwable thrown) {
            logReport("failed", index, thrown);
        }
    }

    void stuck(int index, Worker worker) {
        try {
            body.stuck(index, worker);
        } catch (Throwable thrown) {
            logReport("stuck", index, thrown);
        }
    }

    /** All steps of this chunk below {@code step} have ended; those from there on belong to other chunks now. */
    void endedBefore(int step) {
        if (step == from) {
            return;
        }
        try {
            body.ended(step - from);
        } catch (Throwable thrown) {
            logReport("ended", step, thrown);
        }
    }

    private void logReport(String report, int index, Throwable thrown) {
        try {
            Log.error("Step " + index + " of lane " + lane.order(), ": its report '" + report + "' threw", thrown);
        } catch (OutOfMemoryError unsaid) {
            // The step has ended all the same.
        }
    }
}
