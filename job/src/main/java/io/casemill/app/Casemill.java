package io.casemill.app;

import io.casemill.plan.CaseRange;
import io.casemill.plan.IndexRange;
import io.casemill.plan.InvalidExpressionException;
import io.casemill.plan.LocalTables;
import io.casemill.plan.Plan;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
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
                return standing;
            }
            if (isLocal(request.master())) {
                SweepLoader.requireRunnable(definition);
            }
            SparkSession spark = sessions.open(request.master(), request.parallelism());
            try {
                return new Turn(spark, run, definition, began).run(request, observer);
            } catch (IllegalStateException e) {
                if (spark.sparkContext().isStopped()) {
                    throw SparkSessions.lost(spark, e);
                }
                throw e;
            }
        } catch (InvalidExpressionException e) {
            throw new InvalidInputException(request.sweepFile() + ": " + e.getMessage(), e);
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
            List<CaseRange> ranges = ranges(sweep.size());
            boolean filtered = definition.where() != null || request.where() != null;
            long cases = filtered ? plan.cases(ranges, request.where()).count() : sweep.size();
            if (request.limit() != null) {
                cases = Math.min(cases, request.limit());
            }
            int shown = (int) Math.min(sample, cases);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            if (shown > 0) {
                Dataset<Row> first = plan.cases(ranges, request.where()).limit(shown);
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

    private static List<CaseRange> ranges(long size) {
        long each = 1L << 18;
        List<CaseRange> ranges = new ArrayList<>();
        for (long from = 0; from < size; from += each) {
            ranges.add(CaseRange.of(new IndexRange(from, Math.min(size, from + each))));
        }
        return ranges;
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
            return new Turn(spark, run, run.requiredDefinition(), began).gather();
        }
    }

    @Override
    public RerunView rerun(String directory, long caseId, Consumer<String> output) throws IOException {
        try (RunFile run = RunFile.existing(directory)) {
            return new Foreground(run, loader.functions()).rerun(caseId, output);
        }
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
