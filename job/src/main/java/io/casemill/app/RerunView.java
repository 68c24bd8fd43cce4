package io.casemill.app;

import io.casemill.runner.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What one case did when it ran again in the foreground. The master table is unchanged.
 *
 * @param caseId the case
 * @param outputs names of the outputs, by position in the outcome
 * @param outcome what the runner returned
 * @param directory where everything of the case is kept, as an absolute local path; empty when the runner has no files
 * @param elapsed wall time of the case
 */
public record RerunView(long caseId, List<String> outputs, Outcome outcome, String directory, Duration elapsed) {
    public RerunView {
        outputs = List.copyOf(outputs);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(elapsed);
    }
}
