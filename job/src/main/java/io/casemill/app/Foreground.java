package io.casemill.app;

import io.casemill.executor.Folders;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs one case of a published table again, on the calling thread, keeping everything. */
final class Foreground {
    /** For a function to come back from its interrupt, as in a run. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** An interrupt before the limit would say that somebody cancelled the case. */
    private static final Duration MARGIN = Duration.ofMillis(20);

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
        Path folder = Files.createTempDirectory("casemill-case-" + theCase.id() + "-");
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Path scratch = Files.createDirectory(folder.resolve("case"));
        Inputs.layOut(definition.inputs(), new Blobs(run.store()), inputs);
        boolean files = !(definition.runner() instanceof RunnerDefinition.Function);
        long started = System.nanoTime();
        Outcome outcome;
        try (Supervisor supervisor = new Supervisor();
                Runner runner = Runners.open(definition, columns, functions::find, supervisor)) {
            Context context = new Context(definition.limits().timeout(), scratch, inputs, new Arena());
            outcome = files
                    ? runner.run(theCase, context)
                    : limited(() -> runner.run(theCase, context), context.timeout(), output);
        }
        if (files) {
            show(scratch, output);
        } else {
            Folders.remove(folder);
        }
        return new RerunView(
                theCase.id(),
                definition.outputs().stream().map(OutputDefinition::name).toList(),
                outcome,
                files ? scratch.toString() : "",
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** Interrupts this thread when the time is over: other runners end their processes themselves. */
    private static Outcome limited(Supplier<Outcome> run, Duration timeout, Consumer<String> output) {
        Thread caller = Thread.currentThread();
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(timeout.plus(MARGIN).toMillis());
                        caller.interrupt();
                        Thread.sleep(GRACE.toMillis());
                        output.accept(
                                "The case ran longer than its limit of " + timeout.toMillis() / 1e3
                                        + " s and ignores the interrupt; in a run its worker is given up. Press Ctrl-C to end it here");
                    } catch (InterruptedException e) {
                        // The case has ended.
                    } finally {
                        over.complete(null);
                    }
                },
                "casemill-time-limit");
        limit.setDaemon(true);
        limit.start();
        try {
            return run.get();
        } finally {
            limit.interrupt();
            over.join();
            // An interrupt that came as the case ended is for nothing that follows.
            Thread.interrupted();
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
