package io.casemill.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What travels with one case to its runner, and from there to a model. */
public interface CaseContext extends io.casemill.udfs.CaseContext {

    /** Counts from 0; larger when the case is tried again. */
    int attempt();

    /** What the case may still use of its wall time. */
    Duration timeout();

    /**
     * The case's own empty directory on the executor's local disk, made by the first call. The caller of the runner
     * removes it, after keeping what the sweep wants kept.
     */
    Path scratch() throws IOException;

    /** The local folder that holds the sweep's input files under their relative paths, read-only. */
    Path inputs();
}
