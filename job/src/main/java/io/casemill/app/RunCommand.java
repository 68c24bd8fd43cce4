package io.casemill.app;

import io.casemill.report.Digest;
import io.casemill.report.Rows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  casemill run lowpass.yaml --retry-failed",
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
    private SelectionOptions selection = new SelectionOptions();

    @ArgGroup
    private @Nullable Again again;

    @Mixin
    private ProgressOption progress = new ProgressOption();

    @Option(
            names = "--allow-failures",
            description = "Exit 0 even when cases failed or missed their limits. Default: exit 1 then.")
    private boolean allowFailures;

    RunCommand(Wiring wiring) {
        super(wiring);
    }

    /** The two ways to run more than what is missing. */
    static final class Again {
        @Option(names = "--retry-failed", description = "Run failed cases again, too.")
        private boolean failed;

        @Option(names = "--force", description = "Run every case again.")
        private boolean all;

        private Rerun rerun() {
            return all ? Rerun.ALL : failed ? Rerun.FAILED : Rerun.MISSING;
        }
    }

    @Override
    public Integer call() throws IOException {
        RunRequest request = new RunRequest(
                sweep.file(),
                sweep.overrides(),
                out,
                spark.master(),
                spark.parallelism(),
                selection.where(),
                selection.limit(),
                again == null ? Rerun.MISSING : again.rerun());
        int code = Interruption.guarded(() -> run(request));
        return code == ExitCode.FAILED && allowFailures ? ExitCode.COMPLETED : code;
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
        new ClosingSummary(out()).print(summary, digest(wiring(), summary));
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
