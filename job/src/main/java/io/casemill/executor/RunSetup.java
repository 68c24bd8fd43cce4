package io.casemill.executor;

import io.casemill.sweep.Column;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What every task of one run needs to know. Travels to executors.
 *
 * @param runId names the run in paths, logs and ids
 * @param root the run directory as a URI
 * @param epoch the driver's turn
 * @param sweepJson the definition
 * @param columns parameters, then derived values
 * @param profiled whether executors record what they do
 */
public record RunSetup(
        String runId, String root, int epoch, String sweepJson, ArrayList<Column> columns, boolean profiled)
        implements Serializable {

    public RunSetup {
        Objects.requireNonNull(runId);
        Objects.requireNonNull(root);
        Objects.requireNonNull(sweepJson);
    }

    public static RunSetup of(String runId, String root, int epoch, String sweepJson, List<Column> columns) {
        return new RunSetup(runId, root, epoch, sweepJson, new ArrayList<>(columns), false);
    }

    /** The same for a run that is to be profiled. */
    public RunSetup withProfile() {
        return new RunSetup(runId, root, epoch, sweepJson, columns, true);
    }

    /** Names this turn of the run among all runs that an executor may see. */
    public String turn() {
        return runId + "/" + epoch;
    }
}
