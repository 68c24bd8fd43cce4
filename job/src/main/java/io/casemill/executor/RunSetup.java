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
 */
public record RunSetup(String runId, String root, int epoch, String sweepJson, ArrayList<Column> columns)
        implements Serializable {

    public RunSetup {
        Objects.requireNonNull(runId);
        Objects.requireNonNull(root);
        Objects.requireNonNull(sweepJson);
    }

    public static RunSetup of(String runId, String root, int epoch, String sweepJson, List<Column> columns) {
        return new RunSetup(runId, root, epoch, sweepJson, new ArrayList<>(columns));
    }
}
