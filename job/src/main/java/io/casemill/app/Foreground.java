package io.casemill.app;

import io.casemill.executor.Rehearsal;
import io.casemill.master.MasterTable;
import io.casemill.runner.CaseContext;
import io.casemill.runner.Outcome;
import io.casemill.runner.Runner;
import io.casemill.runner.Runners;
import io.casemill.runner.Supervisor;
import io.casemill.session.Blobs;
import io.casemill.session.Inputs;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import io.casemill.udfs.Arena;
import io.casemill.udfs.CaseFunctions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Runs one case of a published table again, outside of any run, keeping its files. */
final class Foreground {
    private final RunFile run;
    private final CaseFunctions functions;

    Foreground(RunFile run, CaseFunctions functions) {
        this.run = run;
        this.functions = functions;
    }

    RerunView rerun(long caseId, Consumer<String> output) throws IOException {
        SweepDefinition definition = run.requiredDefinition();
        try (MasterTable.Scan scan = PublishedCases.table(run).scan(List.of(), caseId, caseId + 1)) {
            if (!scan.next()) {
                throw new InvalidInputException("There is no case " + caseId + " in " + run.directory()
                        + "; casemill list " + run.directory() + " shows those that there are");
            }
            Case theCase = scan.at().row().theCase();
            return run(definition, theCase, PublishedCases.columns(scan.at().columns()), output);
        }
    }

    private RerunView run(SweepDefinition definition, Case theCase, List<Column> columns, Consumer<String> output)
            throws IOException {
        SweepLoader.requireRunnable(definition);
        try {
            return runnable(definition, theCase, columns, output);
        } catch (IllegalArgumentException e) {
            // The runner's own words: what is missing on this machine, and where it belongs.
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private RerunView runnable(SweepDefinition definition, Case theCase, List<Column> columns, Consumer<String> output)
            throws IOException {
        long started = System.nanoTime();
        List<String> outputs =
                definition.outputs().stream().map(OutputDefinition::name).toList();
        if (definition.runner() instanceof RunnerDefinition.Function) {
            Outcome outcome = inProcess(definition, theCase, columns);
            return new RerunView(theCase.id(), outputs, outcome, "", Duration.ofNanos(System.nanoTime() - started));
        }
        Path folder = Files.createTempDirectory("casemill-case-" + theCase.id() + "-");
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Path scratch = Files.createDirectory(folder.resolve("case"));
        Inputs.layOut(definition.inputs(), new Blobs(run.store()), inputs);
        Outcome outcome;
        try (Supervisor supervisor = new Supervisor();
                Runner runner = Runners.open(definition, columns, functions::find, supervisor)) {
            outcome = runner.run(theCase, new Context(definition.limits().timeout(), scratch, inputs, new Arena()));
        }
        show(scratch, output);
        return new RerunView(
                theCase.id(), outputs, outcome, scratch.toString(), Duration.ofNanos(System.nanoTime() - started));
    }

    /** A function has no files of its own, and its limit is the engine's to keep. */
    private Outcome inProcess(SweepDefinition definition, Case theCase, List<Column> columns) throws IOException {
        try (Rehearsal rehearsal = Rehearsal.open(definition, columns, functions::find, run.store())) {
            return rehearsal.inTurn(List.of(theCase), Long.MAX_VALUE).get(0).outcome();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        }
    }

    /** The logs that the runner left in the case's directory. */
    private static void show(Path scratch, Consumer<String> output) throws IOException {
        for (String name : List.of("stdout.log", "stderr.log")) {
            Path log = scratch.resolve(name);
            if (Files.exists(log)) {
                // A simulator writes what it likes; what is no UTF-8 is shown as such and does not end the listing.
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(output);
                }
            }
        }
    }

    private record Context(Duration timeout, Path scratch, Path inputs, Arena arena) implements CaseContext {
        Context {
            Objects.requireNonNull(timeout);
        }

        @Override
        public int attempt() {
            return 0;
        }
    }
}
