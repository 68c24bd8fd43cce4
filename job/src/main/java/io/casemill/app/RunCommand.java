package io.casemill.app;

import io.casemill.report.Digest;
import io.casemill.report.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Runs a sweep, or what is left of it. */
@Command(
        name = "run",
        header = "Run a sweep, or what is missing in an existing run directory.",
        description = {
            "",
            "Completed cases whose key is unchanged are not run again. Every finished case is durable within seconds, so"
                    + " a run may be stopped at any time and continued by the same command."
        },
        footer = {
            "  casemill run conf/examples/quickstart.yaml",
            "  casemill run lowpass.yaml --out runs/trial --limit 100 -j 4",
            "  casemill run lowpass.yaml --set seed=7 --set limits.timeout=10s",
            "  casemill run lowpass.yaml --workers io",
            "  casemill run lowpass.yaml --set limits.run_timeout=8h",
            "  casemill run lowpass.yaml --retry-failed",
            "  casemill run lowpass.yaml --force --set failure.on_timeout=cached",
            "  casemill run lowpass.yaml --profile",
            "  casemill run lowpass.yaml --master yarn --out hdfs://host/runs/lowpass"
        })
final class RunCommand extends Subcommand {
    @Mixin
    private SweepOptions sweep = new SweepOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Run directory, a local path or a URI. Default: runs/<name of the sweep>.")
    private @Nullable String out;

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Mixin
    private ExecutionOptions execution = new ExecutionOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @ArgGroup
    private @Nullable Again again;

    @Mixin
    private ProgressOption progress = new ProgressOption();

    @Option(
            names = "--allow-failures",
            description = "Exit 0 even when cases failed or missed their limits. Default: exit 1 then.")
    private boolean allowFailures;

    @Option(
            names = "--profile",
            arity = "0..1",
            paramLabel = "DIR",
            preprocessor = AttachedOnly.class,
            description = {
                "Record what the executors do, and write a page with a flame graph, the workers' timeline and the bottleneck's"
                        + " name to DIR. Default: the run directory's profile folder."
            })
    private @Nullable String profile;

    RunCommand(Wiring wiring) {
        super(wiring);
    }

    /** Takes what is attached ({@code --profile=DIR}) and leaves the next word alone, which may be the sweep. */
    static final class AttachedOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> information) {
            if (!"=".equals(information.get("separator"))) {
                words.push("");
            }
            return false;
        }
    }

    /** The two ways to run more than what is missing. */
    static final class Again {
        @Option(names = "--retry-failed", description = "Run failed cases again, too.")
        private boolean failed;

        @Option(
                names = "--force",
                description = {
                    "Run every case again. What --where, --limit or a stop leaves out of it is run again by the next run; until then"
                            + " its earlier result stays in the table."
                })
        private boolean all;

        private Rerun rerun() {
            return all ? Rerun.ALL : failed ? Rerun.FAILED : Rerun.MISSING;
        }
    }

    @Override
    public Integer call() throws IOException {
        List<String> overrides = new ArrayList<>(sweep.overrides());
        overrides.addAll(execution.overrides());
        RunRequest request = new RunRequest(
                sweep.file(),
                overrides,
                out,
                spark.master(),
                spark.parallelism(),
                selection.where(),
                selection.limit(),
                again == null ? Rerun.MISSING : again.rerun(),
                profile == null ? null : new RunRequest.Profiled(profile.isEmpty() ? null : profile));
        int code = Interruption.guarded(() -> run(request), this::stopping);
        return code == ExitCode.FAILED && allowFailures ? ExitCode.COMPLETED : code;
    }

    private void stopping() {
        // Below the bar, if there is one.
        wiring().progress()
                .println(
                        (wiring().terminal().attached() ? System.lineSeparator() : "")
                                + "casemill: stopping; what has finished is made durable and published, which takes some seconds");
    }

    private int run(RunRequest request) throws IOException {
        RunSummary summary;
        try (Sweeps sweeps = wiring().sweeps().get();
                RunObserver observer = progress.observer(wiring())) {
            summary = sweeps.run(request, observer);
        }
        if (Thread.interrupted()) {
            // The run has ended in order; the flag would only break the reading of its table.
            wiring().progress().println("casemill: interrupted; everything finished so far is durable");
        }
        new ClosingSummary(out()).print(summary, digest(wiring(), summary), sweep.typed());
        return ExitCode.of(summary, request);
    }

    /** The published version in numbers, or null when there is none. */
    static @Nullable Digest digest(Wiring wiring, RunSummary summary) throws IOException {
        if (summary.version() == 0) {
            return null;
        }
        try (RunDirectory directory = wiring.directories().open(summary.directory());
                Rows rows = directory.rows(Digest.COLUMNS)) {
            return Digest.of(rows);
        }
    }
}
