package io.casemill.runner;

import io.casemill.sweep.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One external program to run for one case.
 *
 * @param argv the program and its arguments
 * @param directory where it runs
 * @param env its whole environment
 * @param limits what it may use; the wall time is the caller's allowance
 */
record Invocation(List<String> argv, Path directory, Map<String, String> env, Limits limits) {
    Invocation {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("Invalid argv: it is empty");
        }
    }
}
