package io.casemill.app;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Rebuilds the master table. */
@Command(
        name = "gather",
        header = "Publish the durable rows as a new version; run no case.",
        description = {
            "",
            "For a run that was killed: what finished is in the table afterwards, and the rest is pending. Refused while"
                    + " the run's driver is still alive on this host."
        },
        footer = {"  casemill gather runs/lowpass", "  casemill gather hdfs://host/runs/lowpass --master yarn"})
final class GatherCommand extends DirectoryCommand {
    @Mixin
    private SparkOptions spark = new SparkOptions();

    GatherCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        RunSummary summary;
        try (Sweeps sweeps = wiring().sweeps().get()) {
            summary = sweeps.gather(directory(), master());
        }
        new ClosingSummary(out()).printGathered(summary, RunCommand.digest(wiring(), summary));
        return ExitCode.COMPLETED;
    }

    private @org.jspecify.annotations.Nullable String master() {
        String master = spark.master();
        return master == null && spark.parallelism() > 0 ? "local[" + spark.parallelism() + "]" : master;
    }
}
