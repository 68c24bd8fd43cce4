package io.casemill.app;

import java.io.PrintStream;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the commands work with.
 *
 * @param sweeps makes what runs sweeps; called only by commands that need it, because it loads Spark
 * @param directories opens run directories
 * @param terminal what reads the output
 * @param progress where progress goes, standard error
 */
record Wiring(
        Supplier<? extends Sweeps> sweeps, RunDirectory.Opener directories, Terminal terminal, PrintStream progress) {
    Wiring {
        Objects.requireNonNull(sweeps);
        Objects.requireNonNull(directories);
        Objects.requireNonNull(terminal);
        Objects.requireNonNull(progress);
    }
}
