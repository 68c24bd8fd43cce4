package io.casemill.app;

import io.casemill.config.SweepJson;
import io.casemill.executor.EngineStatistics;
import io.casemill.executor.LogLabels;
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
import io.casemill.profile.Course;
import io.casemill.profile.Phase;
import io.casemill.report.Humane;
import io.casemill.scatter.Scatter;
import io.casemill.session.Blobs;
import io.casemill.session.Inputs;
import io.casemill.status.Segment;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private final @Nullable Profiling profiling;

    /**
     * @param began when the command began, on the nano clock
     * @param profiling what to profile it with, or null
     * @throws io.casemill.plan.InvalidExpressionException when Spark refuses the sweep's SQL
     */
    Turn(SparkSession session, RunFile run, SweepDefinition definition, long began, @Nullable Profiling profiling)
            throws IOException {
        this.spark = new JavaSparkContext(session.sparkContext());
        this.run = run;
        this.definition = definition;
        this.began = began;
        this.profiling = profiling;
        // Driver and executors alike read input files from the run directory.
        Inputs.publish(definition.inputs(), new Blobs(run.store()));
        LocalTables tables = LocalTables.ofRun(run.store().root().toString());
        this.plan = new Plan(session, Sweep.of(definition, tables.of(definition)), tables);
    }

    /** Runs what the request leaves to run and publishes the table. */
    RunSummary run(RunRequest request, RunObserver observer) throws IOException {
        Epoch epoch = new Epochs(run.store()).claim(Owner.self());
        LogLabels labels = LogLabels.ofDriver(run.runId(), epoch.number());
        try {
            return run(epoch, request, observer);
        } finally {
            labels.close();
        }
    }

    private RunSummary run(Epoch epoch, RunRequest request, RunObserver observer) throws IOException {
        RunFile turn = request.rerun() == Rerun.ALL ? run.forcedBy(epoch.number()) : run;
        turn.write(definition, request.sweepFile(), spark.version());
        Gather gather = new Gather(spark, plan, run.store(), turn.forced());
        RunSetup setup = profiling == null ? setup(epoch) : setup(epoch).withProfile();
        Scatter scatter = new Scatter(spark, plan, setup);
        CaseSet settled = Phase.timed("plan: what is settled", () -> settled(request.rerun(), gather));
        Scatter.Work work =
                Phase.timed("plan: partitions", () -> scatter.work(settled, request.where(), request.limit()));
        gather.keepRanges(epoch.number(), work.ranges());

        long planned = settled.size() + work.cases();
        Ticker ticker = new Ticker(
                settled.size(),
                work.cases(),
                new Ticker.Bounds(
                        definition.failure().tolerated(planned),
                        definition.limits().runTimeout()),
                observer,
                began,
                System::nanoTime);
        long scattered = System.nanoTime();
        Scatter.Result result = Phase.timed("scatter", () -> scattered(scatter, work, ticker, epoch));
        long gathering = System.nanoTime();
        // The flag would keep the gathering from its own I/O; the caller learns of it from the summary.
        boolean flagged = Thread.interrupted();
        boolean interrupted = result.interrupted() || flagged;
        ticker.finished();
        EngineReport engine = engine(epoch, scatter.statistics());
        String degraded = result.degraded();
        if (degraded != null) {
            turn.noteDegraded(degraded);
        }
        List<Segment> segments = result.commits().stream()
                .flatMap(commit -> commit.segments().stream())
                .toList();
        Gathered gathered = gather.publish(epoch, segments, RunFile.digest(definition));
        RunSummary summary = summary(gathered, ticker, stopped(result, ticker, interrupted), degraded, engine);
        if (profiling == null) {
            return summary;
        }
        Course course = Course.of(Instant.now(), began, scattered, gathering, System.nanoTime());
        return summary.with(profiling.end(scatter, definition, setup, course, degraded));
    }

    /** What the workers did, kept with the run; null when they did nothing. */
    private @Nullable EngineReport engine(Epoch epoch, List<EngineStatistics> statistics) {
        EngineReport report = EngineReport.of(statistics);
        if (report != null) {
            try {
                StatisticsFile.write(run.store(), epoch.number(), report, statistics);
            } catch (IOException e) {
                LOG.warn("What the workers did could not be kept; the table does not need it: {}", e.toString());
            }
        }
        return report;
    }

    /** Publishes from the durable rows; runs no case. */
    RunSummary gather() throws IOException {
        Epoch epoch = new Epochs(run.store()).claim(Owner.self());
        Gathered gathered = new Gather(spark, plan, run.store(), run.forced())
                .publish(epoch, List.of(), RunFile.digest(definition));
        return summary(
                gathered,
                new Ticker(gathered.counts().rows(), 0, Ticker.Bounds.NONE, RunObserver.NONE, began, System::nanoTime),
                null,
                null,
                null);
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
    private Scatter.Result scattered(Scatter scatter, Scatter.Work work, Ticker ticker, Epoch epoch)
            throws IOException {
        if (work.cases() == 0) {
            return Scatter.Result.none();
        }
        Scatter.Result result =
                scatter.run(work, new Ownership(new Epochs(run.store()), epoch, ticker, System::nanoTime));
        if (result.lost() != null && spark.sc().isStopped()) {
            throw new IOException(result.lost() + ". Every finished case is durable; run the same command again");
        }
        if (scatter.holdsAllSlots()) {
            RunSummary.Stopped stopped = stopped(result, ticker, result.interrupted());
            throw new IOException((stopped == null ? "The run was to end" : "Stopped early: " + stopped.message())
                    + ". Cases that ignore their interrupt on the threads of Spark's tasks hold all of these, so that no table can be published"
                    + " now. What was written is durable: casemill gather " + run.directory()
                    + " publishes it");
        }
        return result;
    }

    private RunSummary.@Nullable Stopped stopped(Scatter.Result result, Ticker ticker, boolean interrupted) {
        if (result.stopped() != null) {
            return ticker.stopped();
        }
        if (result.lost() != null) {
            return new RunSummary.Stopped(RunSummary.Reason.INFRASTRUCTURE, result.lost());
        }
        if (interrupted) {
            return new RunSummary.Stopped(RunSummary.Reason.INTERRUPTED, "interrupted");
        }
        Duration limit = definition.limits().partitionTimeout();
        return limit == null || result.partitionsLeft() == 0
                ? null
                : new RunSummary.Stopped(
                        RunSummary.Reason.TIME_LIMIT,
                        Humane.count(result.partitionsLeft(), "partition") + " reached limits.partition_timeout of "
                                + Humane.duration(limit) + " and left " + Humane.count(result.casesLeft(), "case")
                                + " pending");
    }

    private RunSummary summary(
            Gathered gathered,
            Ticker ticker,
            RunSummary.@Nullable Stopped stopped,
            @Nullable String degraded,
            @Nullable EngineReport engine) {
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
                degraded,
                engine,
                null);
    }
}
