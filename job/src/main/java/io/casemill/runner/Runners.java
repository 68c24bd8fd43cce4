package io.casemill.runner;

import io.casemill.sweep.Column;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.RunnerDefinition.Command;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.CaseFunction;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the runner of a sweep for one worker, and says beforehand what a host lacks for it. */
public final class Runners {
    private Runners() {}

    /**
     * A new runner for one worker. Starts nothing; what the runner needs is made by its first case.
     *
     * @param columns the values of a case by position: parameters, then derived values
     * @param functions finds a case function by name, null when there is none
     * @param supervisor the executor's, shared by its runners, which do not close it
     * @throws IllegalArgumentException when the sweep cannot be run as it stands: an unknown function, an argument or
     *     output that does not match, a {@code ${name}} that is no column
     */
    public static Runner open(
            SweepDefinition definition,
            List<Column> columns,
            Function<String, @Nullable CaseFunction> functions,
            Supervisor supervisor) {
        Positions positions = new Positions(columns);
        RunnerDefinition runner = definition.runner();
        if (runner instanceof RunnerDefinition.Function function) {
            return open(function, definition, positions, functions);
        }
        if (runner instanceof Command command) {
            return new CommandRunner(command, definition.limits(), positions, supervisor);
        }
        if (runner instanceof Ngspice ngspice) {
            return new NgspiceRunner(ngspice, definition, positions, supervisor);
        }
        throw new IllegalArgumentException("Unknown runner " + runner);
    }

    private static Runner open(
            RunnerDefinition.Function named,
            SweepDefinition definition,
            Positions positions,
            Function<String, @Nullable CaseFunction> functions) {
        CaseFunction function = functions.apply(named.name());
        if (function == null) {
            throw new UnavailableException(
                    "Cannot find the function " + named.name()
                            + " on this host; name the jar that holds it in CASEMILL_JARS, or put it on the class path of driver and executors");
        }
        if (!function.version().equals(named.version())) {
            throw new UnavailableException("Function " + named.name() + " has version " + function.version()
                    + " on this host, the sweep was planned with " + named.version()
                    + "; give driver and executors the same jar");
        }
        List<String> offered =
                function.outputs().stream().map(io.casemill.udfs.Output::name).toList();
        String[] names = new String[definition.outputs().size()];
        int[] order = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            OutputDefinition output = definition.outputs().get(i);
            names[i] = output.name();
            order[i] = offered.indexOf(output.name());
            if (order[i] < 0) {
                throw new IllegalArgumentException("Function " + named.name() + " has no output " + output.name()
                        + "; it has " + String.join(", ", offered));
            }
        }
        ModelInput input = new ModelInput(function.arguments(), positions, definition.seed());
        return new FunctionRunner(function, input, names, order);
    }

    /**
     * What this host lacks for a sweep, as messages with the remedy; empty when nothing. Asks the simulator for its
     * version, so it takes some milliseconds; reads no input file.
     */
    public static List<String> check(SweepDefinition definition) {
        List<String> lacks = new ArrayList<>();
        RunnerDefinition runner = definition.runner();
        if (runner instanceof RunnerDefinition.Function) {
            return lacks;
        }
        for (String tool : List.of("setsid", "prlimit", "sh", "grep")) {
            if (!onPath(tool)) {
                lacks.add("Cannot supervise external programs: " + tool
                        + " is not on the PATH; install it (Debian: apt-get install util-linux dash grep)");
            }
        }
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            lacks.add("Cannot supervise external programs: /proc is not readable; command and ngspice need Linux");
        }
        if (runner instanceof Ngspice ngspice
                && NgspiceVersion.ask(ngspice.simulator()).isEmpty()) {
            lacks.add(NgspiceVersion.missing(ngspice.simulator()));
        }
        if (runner instanceof Command command) {
            String program = command.argv().get(0);
            boolean fromCase = program.contains("${") || (program.contains("/") && !program.startsWith("/"));
            if (!fromCase && !onPath(program)) {
                lacks.add("Cannot find the program " + Messages.inert(program)
                        + ": it is not executable on this host's PATH; install it or correct runner.command.argv");
            }
        }
        return lacks;
    }

    private static boolean onPath(String program) {
        if (program.startsWith("/")) {
            return Files.isExecutable(Path.of(program));
        }
        for (String folder : CleanEnvironment.path().split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return true;
            }
        }
        return false;
    }
}
