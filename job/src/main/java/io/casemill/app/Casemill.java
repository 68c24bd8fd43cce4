package io.casemill.app;

import io.casemill.plan.InvalidExpressionException;
import io.casemill.plan.LocalTables;
import io.casemill.plan.Plan;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** Runs sweeps on Spark: the client API, and what the commands call. */
public final class Casemill implements Sweeps {
    private final SweepLoader loader = new SweepLoader();
    private final SparkSessions sessions = new SparkSessions();

    @Override
    public RunSummary run(RunRequest request, RunObserver observer) throws IOException {
        long began = System.nanoTime();
        SweepDefinition definition = SweepLoader.withSimulator(loader.load(request.sweepFile(), request.overrides()));
        String directory = request.out() == null ? "runs/" + definition.name() : request.out();
        try (RunFile opened = RunFile.open(directory)) {
            RunFile run = opened.requireFor(definition);
            RunSummary standing = Standing.of(request, run, definition, began);
            if (standing != null) {
                return request.profile() == null ? standing : standing.with(ProfileView.NOTHING_RAN);
            }
            if (isLocal(request.master())) {
                SweepLoader.requireRunnable(definition);
            }
            return run(request, observer, run, definition, began);
        } catch (InvalidExpressionException e) {
            throw new InvalidInputException(request.sweepFile() + ": " + e.getMessage(), e);
        }
    }

    private RunSummary run(
            RunRequest request, RunObserver observer, RunFile run, SweepDefinition definition, long began)
            throws IOException {
        try (Profiling profiling = Profiling.begin(request, run)) {
            SparkSession spark = sessions.open(request.master(), request.parallelism());
            try {
                return new Turn(spark, run, definition, began, profiling).run(request, observer);
            } catch (IllegalStateException e) {
                if (spark.sparkContext().isStopped()) {
                    throw SparkSessions.lost(spark, e);
                }
                throw e;
            }
        }
    }

    /** On a cluster the driver's host says nothing of the executors'. */
    private static boolean isLocal(@Nullable String master) {
        String told = master == null ? System.getProperty("spark.master", "local") : master;
        return told.startsWith("local") && !told.startsWith("local-cluster");
    }

    @Override
    public PlanView plan(RunRequest request, int sample) throws IOException {
        SweepDefinition definition = loader.load(request.sweepFile(), request.overrides());
        LocalTables tables = LocalTables.asImported();
        Sweep sweep = Sweep.of(definition, tables.of(definition));
        SparkSession spark = sessions.open(request.master(), request.parallelism());
        try {
            Plan plan = new Plan(spark, sweep, tables);
            long cases = Rehearsals.planned(plan, request.where());
            if (request.limit() != null) {
                cases = Math.min(cases, request.limit());
            }
            int shown = (int) Math.min(sample, cases);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            if (shown > 0) {
                Dataset<Row> first = plan.cases(Rehearsals.ranges(sweep.size()), request.where())
                        .limit(shown);
                first.drop("case_key").collectAsList().forEach(row -> rows.add(values(row)));
            }
            return new PlanView(
                    definition.name(),
                    sweep.size(),
                    cases,
                    blocks(sweep),
                    plan.columns(),
                    definition.outputs().stream().map(OutputDefinition::name).toList(),
                    rows);
        } catch (InvalidExpressionException e) {
            throw new InvalidInputException(request.sweepFile() + ": " + e.getMessage(), e);
        }
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }

    private static Map<String, Long> blocks(Sweep sweep) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sweep.definition().blocks().forEach(block -> sizes.put(block.name(), sweep.size(block.name())));
        return sizes;
    }

    @Override
    public RunSummary gather(String directory, @Nullable String master) throws IOException {
        long began = System.nanoTime();
        try (RunFile run = RunFile.existing(directory)) {
            SparkSession spark = sessions.open(master, 0);
            return new Turn(spark, run, run.requiredDefinition(), began, null).gather();
        }
    }

    @Override
    public RerunView rerun(String directory, long caseId, Consumer<String> output) throws IOException {
        try (RunFile run = RunFile.existing(directory)) {
            return new Foreground(run, loader.functions()).rerun(caseId, output);
        }
    }

    @Override
    public Pilot pilot(RunRequest request, int cases, Duration time) throws IOException {
        return new Rehearsals(loader, sessions).pilot(request, cases, time);
    }

    @Override
    public Independence check(RunRequest request, int cases) throws IOException {
        return new Rehearsals(loader, sessions).check(request, cases);
    }

    @Override
    public Independence check(String directory, int cases) throws IOException {
        return new Rehearsals(loader, sessions).check(directory, cases);
    }

    /** Ends the Spark session, if it was started here. Idempotent. */
    @Override
    public void close() {
        try {
            sessions.close();
        } finally {
            loader.close();
        }
    }
}
