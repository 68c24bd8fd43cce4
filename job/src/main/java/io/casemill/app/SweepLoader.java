package io.casemill.app;

import io.casemill.config.Functions;
import io.casemill.config.SweepFile;
import io.casemill.runner.NgspiceVersion;
import io.casemill.runner.Runners;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.CaseFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads sweep files on behalf of the commands. Owns a folder for imported tables until it is closed. */
final class SweepLoader implements AutoCloseable {
    private final CaseFunctions functions = CaseFunctions.load(SweepLoader.class.getClassLoader());
    private final Path work;

    SweepLoader() {
        try {
            this.work = Files.createTempDirectory("casemill-import-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary folder; check java.io.tmpdir", e);
        }
    }

    /** The definition in a sweep file. Throws {@link io.casemill.config.InvalidSweepException} with every problem. */
    SweepDefinition load(Path file, List<String> overrides) {
        return SweepFile.load(file, overrides, new Functions(functions::find, functions.names()), work);
    }

    CaseFunctions functions() {
        return functions;
    }

    /** The definition with the simulator's version in it: another version may give other results. */
    static SweepDefinition withSimulator(SweepDefinition definition) {
        if (definition.runner() instanceof Ngspice ngspice && ngspice.version() == null) {
            return definition.withRunner(new Ngspice(
                    ngspice.netlist(),
                    ngspice.measures(),
                    ngspice.keep(),
                    ngspice.simulator(),
                    NgspiceVersion.ask(ngspice.simulator()).orElse(null)));
        }
        return definition;
    }

    /** Refuses a sweep that this host cannot run, before anything is started. */
    static void requireRunnable(SweepDefinition definition) {
        List<String> lacks = Runners.check(definition);
        if (!lacks.isEmpty()) {
            throw new InvalidInputException(String.join("\n", lacks));
        }
    }

    /** Removes the imported tables. Idempotent. */
    @Override
    public void close() {
        if (!Files.exists(work)) {
            return;
        }
        try (java.util.stream.Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the temporary folder " + work, e);
        }
    }
}
