package io.casemill.app;

import io.casemill.executor.Rehearsal;
import io.casemill.executor.Trial;
import io.casemill.plan.CaseRange;
import io.casemill.plan.IndexRange;
import io.casemill.plan.InvalidExpressionException;
import io.casemill.plan.LocalTables;
import io.casemill.plan.Plan;
import io.casemill.plan.Spread;
import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs some cases of a sweep outside of any run. Used by one thread. */
final class Rehearsals {
    /** The first cases of a cold JVM say nothing of the later ones, so a pilot is repeated until it has run so long. */
    private static final long WARM_NANOS = 1_000_000_000L;

    private static final int MOST_PASSES = 100;

    private final SweepLoader loader;
    private final SparkSessions sessions;

    Rehearsals(SweepLoader loader, SparkSessions sessions) {
        this.loader = loader;
        this.sessions = sessions;
    }

    /** Cases of a sweep, spread over it. */
    private record Chosen(SweepDefinition definition, List<Column> columns, long planned, List<Case> cases) {}

    Pilot pilot(RunRequest request, int most, Duration time) throws IOException {
        Chosen chosen = chosen(request, most, 1);
        SweepDefinition definition = chosen.definition();
        boolean inProcess = definition.runner() instanceof RunnerDefinition.Function;
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        long began = System.nanoTime();
        try (Rehearsal rehearsal = Rehearsal.open(definition, chosen.columns(), loader.functions()::find)) {
            List<Trial> trials = rehearsal.inTurn(chosen.cases(), time.toNanos());
            for (int pass = 1; inProcess && pass < MOST_PASSES && System.nanoTime() - began < WARM_NANOS; pass++) {
                trials = rehearsal.inTurn(chosen.cases(), time.toNanos());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new Pilot(definition.name(), chosen.planned(), chosen.cases().size(), inProcess, trials, took, load);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(request.sweepFile() + ": " + e.getMessage(), e);
        }
    }

    /** Checks cases of a sweep file, in pairs of neighbours. */
    Independence check(RunRequest request, int most) throws IOException {
        Chosen chosen = chosen(request, (most + 1) / 2, 2);
        try (Rehearsal rehearsal = Rehearsal.open(chosen.definition(), chosen.columns(), loader.functions()::find)) {
            return new IndependenceCheck(chosen.definition(), rehearsal).of(chosen.cases());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(request.sweepFile() + ": " + e.getMessage(), e);
        }
    }

    /** Checks cases of a published table, in pairs of neighbours, against their rows. */
    Independence check(String directory, int most) throws IOException {
        try (RunFile run = RunFile.existing(directory)) {
            SweepDefinition definition = run.requiredDefinition();
            SweepLoader.requireRunnable(definition);
            PublishedCases published = PublishedCases.spread(run, (most + 1) / 2, 2);
            try (Rehearsal rehearsal =
                    Rehearsal.open(definition, published.columns(), loader.functions()::find, run.store())) {
                return new IndependenceCheck(definition, rehearsal).against(published.rows());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(directory + ": " + e.getMessage(), e);
        }
    }

    private Chosen chosen(RunRequest request, int places, int each) throws IOException {
        SweepDefinition definition = SweepLoader.withSimulator(loader.load(request.sweepFile(), request.overrides()));
        SweepLoader.requireRunnable(definition);
        LocalTables tables = LocalTables.asImported();
        try {
            Plan plan = new Plan(
                    sessions.open(request.master(), request.parallelism()),
                    Sweep.of(definition, tables.of(definition)),
                    tables);
            List<Case> cases = Spread.of(plan, places, each, request.where());
            if (cases.isEmpty()) {
                throw new InvalidInputException(
                        request.sweepFile() + ": no case meets its conditions; casemill plan shows what there is");
            }
            return new Chosen(definition, plan.columns(), planned(plan, request.where()), cases);
        } catch (InvalidExpressionException e) {
            throw new InvalidInputException(request.sweepFile() + ": " + e.getMessage(), e);
        }
    }

    /** How many cases a plan has. */
    static long planned(Plan plan, @Nullable String alsoWhere) {
        boolean filtered = alsoWhere != null || plan.sweep().definition().where() != null;
        return filtered
                ? plan.cases(ranges(plan.sweep().size()), alsoWhere).count()
                : plan.sweep().size();
    }

    /** All indices in stretches of moderate size. */
    static List<CaseRange> ranges(long size) {
        long each = 1L << 18;
        return java.util.stream.LongStream.iterate(0, from -> from < size, from -> from + each)
                .mapToObj(from -> CaseRange.of(new IndexRange(from, Math.min(size, from + each))))
                .toList();
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("Interrupted; nothing was recorded");
        interrupted.initCause(e);
        return interrupted;
    }
}
