package io.casemill.app;

import io.casemill.config.SweepJson;
import io.casemill.executor.RunSetup;
import io.casemill.gather.Counts;
import io.casemill.gather.Gather;
import io.casemill.gather.Gather.Gathered;
import io.casemill.gather.Settles;
import io.casemill.master.Epoch;
import io.casemill.master.Epochs;
import io.casemill.master.Owner;
import io.casemill.plan.CaseSet;
import io.casemill.plan.LocalTables;
import io.casemill.plan.Plan;
import io.casemill.scatter.Scatter;
import io.casemill.session.Blobs;
import io.casemill.session.Inputs;
import io.casemill.status.Segment;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One driver's turn at a run directory: claim, settle, scatter, gather, publish. Used once, by one thread. */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final JavaSparkContext spark;
    private final RunFile run;
    private final SweepDefinition definition;
    private final Plan plan;
    private final long began;

    /**
     * @param began when the command began, on the nano clock
     * @throws io.casemill.plan.InvalidExpressionException when Spark refuses the sweep's SQL
     */
    Turn(SparkSession session, RunFile run, SweepDefinition definition, long began) throws IOException {
        this.spark = new JavaSparkContext(session.sparkContext());
        this.run = run;
        this.definition = definition;
        this.began = began;
        // Driver and executors alike read input files from the run directory.
        Inputs.publish(definition.inputs(), new Blobs(run.store()));
        LocalTables tables = LocalTables.ofRun(run.store().root().toString());
        this.plan = new Plan(session, Sweep.of(definition, tables.of(definition)), tables);
    }

    /** Runs what the request leaves to run and publishes the table. */
    RunSummary run(RunRequest request, RunObserver observer) throws IOException {
        Epoch epoch = new Epochs(run.store()).claim(Owner.self());
        RunFile turn = request.rerun() == Rerun.ALL ? run.forcedBy(epoch.number()) : run;
        turn.write(definition, request.sweepFile(), spark.version());
        Gather gather = new Gather(spark, plan, run.store(), turn.forced());
        CaseSet settled = settled(request.rerun(), gather);
        Scatter scatter = new Scatter(spark, plan, setup(epoch));
        Scatter.Work work = scatter.work(settled, request.where(), request.limit());
        gather.keepRanges(epoch.number(), work.ranges());

        long planned = settled.size() + work.cases();
        Ticker ticker = new Ticker(
                settled.size(),
                work.cases(),
                definition.failure().tolerated(planned),
                observer,
                began,
                System::nanoTime);
        Ended ended = scattered(scatter, work, ticker);
        Scatter.Result result = ended.result();
        // The flag would keep the gathering from its own I/O; the caller learns of it from the summary.
        boolean flagged = Thread.interrupted();
        boolean interrupted = result.interrupted() || flagged;
        ticker.finished();
        List<Segment> segments = result.commits().stream()
                .flatMap(commit -> commit.segments().stream())
                .toList();
        Gathered gathered = gather.publish(epoch, segments, RunFile.digest(definition));
        return summary(gathered, ticker, stopped(ended, interrupted));
    }

    /** Publishes from the durable rows; runs no case. */
    RunSummary gather() throws IOException {
        Epoch epoch = new Epochs(run.store()).claim(Owner.self());
        Gathered gathered = new Gather(spark, plan, run.store(), run.forced())
                .publish(epoch, List.of(), RunFile.digest(definition));
        return summary(
                gathered, new Ticker(gathered.counts().rows(), 0, 0, RunObserver.NONE, began, System::nanoTime), null);
    }

    private static CaseSet settled(Rerun rerun, Gather gather) throws IOException {
        return switch (rerun) {
            case MISSING -> gather.settled(Settles.COMPLETED_AND_FAILED);
            case FAILED -> gather.settled(Settles.COMPLETED);
            case ALL -> CaseSet.none();
        };
    }

    private RunSetup setup(Epoch epoch) {
        return RunSetup.of(
                run.runId(),
                run.store().root().toString(),
                epoch.number(),
                SweepJson.write(definition),
                plan.columns());
    }

    /** Runs the cases. When Spark gives up, what is durable is still gathered, unless Spark is gone altogether. */
    private Ended scattered(Scatter scatter, Scatter.Work work, Ticker ticker) throws IOException {
        if (work.cases() == 0) {
            return new Ended(new Scatter.Result(List.of(), null, false), null);
        }
        try {
            return new Ended(scatter.run(work, ticker), null);
        } catch (ExecutionException e) {
            String message = "Spark gave up the run: " + firstLine(e.getCause());
            if (spark.sc().isStopped()) {
                throw new IOException(message + ". Every finished case is durable; run the same command again", e);
            }
            LOG.error(message, e);
            return new Ended(new Scatter.Result(List.of(), null, false), message);
        }
    }

    private static String firstLine(@Nullable Throwable cause) {
        return String.valueOf(cause).lines().findFirst().orElse("no reason was given");
    }

    /**
     * How the cases ended.
     *
     * @param result what is known of the tasks
     * @param lost why Spark gave up, or null
     */
    private record Ended(Scatter.Result result, @Nullable String lost) {}

    private static RunSummary.@Nullable Stopped stopped(Ended ended, boolean interrupted) {
        String limit = ended.result().stopped();
        if (limit != null) {
            return new RunSummary.Stopped(RunSummary.Reason.FAILURE_LIMIT, limit);
        }
        if (ended.lost() != null) {
            return new RunSummary.Stopped(RunSummary.Reason.INFRASTRUCTURE, ended.lost());
        }
        return interrupted
                ? new RunSummary.Stopped(RunSummary.Reason.INTERRUPTED, "interrupted; finished cases are in the table")
                : null;
    }

    private RunSummary summary(Gathered gathered, Ticker ticker, RunSummary.@Nullable Stopped stopped) {
        Counts counts = gathered.counts();
        long executed = counts.completed() + counts.failed() - counts.reused();
        return new RunSummary(
                definition.name(),
                run.directory(),
                gathered.version().number(),
                run.table(gathered.version()),
                counts.rows(),
                counts.completed(),
                counts.failed(),
                counts.pending(),
                counts.reused(),
                executed,
                counts.specPassed(),
                counts.specFailed(),
                Duration.ofNanos(System.nanoTime() - began),
                ticker.meanRate(executed),
                stopped,
                false);
    }
}
