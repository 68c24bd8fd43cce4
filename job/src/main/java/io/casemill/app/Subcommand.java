package io.casemill.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have. The call returns the exit code. */
abstract class Subcommand implements Callable<Integer> {
    private final Wiring wiring;

    @Spec
    private @Nullable CommandSpec spec;

    Subcommand(Wiring wiring) {
        this.wiring = wiring;
    }

    final Wiring wiring() {
        return wiring;
    }

    /** Standard output. */
    final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /** A wrong use of this command: exit code 2, with a pointer to its help. */
    final ParameterException misuse(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command was not started by the command line");
        }
        return spec;
    }
}
