package io.casemill.app;

import io.casemill.app.Independence.Dependence;
import io.casemill.app.Independence.On;
import io.casemill.executor.Rehearsal;
import io.casemill.executor.Trial;
import io.casemill.runner.Outcome;
import io.casemill.status.Status;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.SweepDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases alone, then after one another in plan order and in another, then several at once, and compares. What a case
 * gives when it runs alone on a runner of its own is what it ought to give always.
 */
final class IndependenceCheck {
    /** How these end says something of the machine or of the moment, and nothing of the case. */
    private static final Set<ErrorClass> OF_THE_MOMENT = EnumSet.of(
            ErrorClass.TIMEOUT,
            ErrorClass.LIMIT,
            ErrorClass.LOST,
            ErrorClass.CORRUPTED,
            ErrorClass.QUARANTINED,
            ErrorClass.IO,
            ErrorClass.UNAVAILABLE);

    private final List<String> outputs;
    private final String name;
    private final Rehearsal rehearsal;
    private final int atOnce;

    IndependenceCheck(SweepDefinition definition, Rehearsal rehearsal) {
        this.outputs = definition.outputs().stream().map(OutputDefinition::name).toList();
        this.name = definition.name();
        this.rehearsal = rehearsal;
        // As many as a run would, so that they fit into memory; but one disturbs nobody.
        this.atOnce = Math.max(
                2, definition.execution().workers().on(Runtime.getRuntime().availableProcessors()));
    }

    /** What decides whether two runs of a case agree: its status and its outputs. */
    private record Result(String status, List<Double> outputs) {}

    /** Blocks while the cases run four times each. */
    Independence of(List<Case> cases) throws InterruptedException {
        return compare(cases, Map.of());
    }

    /** The same, and compares with the rows of a table. */
    Independence against(List<StatusRow> rows) throws InterruptedException {
        Map<Long, Result> published = new LinkedHashMap<>();
        for (StatusRow row : rows) {
            ErrorClass errorClass = row.errorClass();
            if (row.status() != Status.PENDING && (errorClass == null || !OF_THE_MOMENT.contains(errorClass))) {
                published.put(
                        row.theCase().id(),
                        new Result(errorClass == null ? row.status().id() : errorClass.id(), outputs(row.outputs())));
            }
        }
        return compare(rows.stream().map(StatusRow::theCase).toList(), published);
    }

    private Independence compare(List<Case> cases, Map<Long, Result> published) throws InterruptedException {
        Map<Long, Result> alone = results(rehearsal.alone(cases));
        List<Case> ordered =
                cases.stream().sorted(Comparator.comparingLong(Case::id)).toList();
        List<Case> shuffled = shuffled(ordered);
        List<Pass> others = List.of(
                new Pass(On.EARLIER_CASES, results(rehearsal.inTurn(ordered, Long.MAX_VALUE))),
                new Pass(On.EARLIER_CASES, results(rehearsal.inTurn(shuffled, Long.MAX_VALUE))),
                new Pass(On.CONCURRENT_CASES, results(rehearsal.together(shuffled, atOnce))),
                new Pass(On.THE_RUN, published));
        List<Suspect> suspects = new ArrayList<>();
        for (Case each : cases) {
            Result expected = alone.get(each.id());
            if (expected != null) {
                suspect(each, expected, others).ifPresent(suspects::add);
            }
        }
        Map<Long, Result> again =
                results(rehearsal.alone(suspects.stream().map(Suspect::theCase).toList()));
        return new Independence(
                name,
                alone.size(),
                cases.size() - alone.size(),
                suspects.stream()
                        .map(suspect ->
                                judged(suspect, again.get(suspect.theCase().id())))
                        .toList());
    }

    /** What cases gave otherwise than alone, and what a difference then depends on. */
    private record Pass(On on, Map<Long, Result> results) {}

    /** In another order, with another one first: the first case of a runner never sees what others left there. */
    private static List<Case> shuffled(List<Case> cases) {
        List<Case> shuffled = new ArrayList<>(cases);
        Collections.shuffle(shuffled, new Random(cases.size()));
        if (shuffled.get(0).id() == cases.get(0).id()) {
            Collections.swap(shuffled, 0, shuffled.size() - 1);
        }
        return shuffled;
    }

    /** A case whose result differed from what it gave alone. */
    private record Suspect(Case theCase, On on, Result alone, Result otherwise) {}

    private static Optional<Suspect> suspect(Case theCase, Result alone, List<Pass> others) {
        for (Pass other : others) {
            Result result = other.results().get(theCase.id());
            if (result != null && !result.equals(alone)) {
                return Optional.of(new Suspect(theCase, other.on(), alone, result));
            }
        }
        return Optional.empty();
    }

    private Dependence judged(Suspect suspect, @Nullable Result again) {
        Result alone = suspect.alone();
        Suspect judged = again == null || again.equals(alone)
                ? suspect
                : new Suspect(suspect.theCase(), On.ITSELF, alone, again);
        return new Dependence(
                judged.theCase().id(), judged.on(), shown(alone, judged.otherwise()), shown(judged.otherwise(), alone));
    }

    /** By case; without those that say nothing. */
    private Map<Long, Result> results(List<Trial> trials) {
        Map<Long, Result> results = new LinkedHashMap<>();
        for (Trial trial : trials) {
            if (trial.outcome() instanceof Outcome.Completed completed) {
                results.put(trial.theCase().id(), new Result(Status.COMPLETED.id(), outputs(completed.outputs())));
            } else if (trial.outcome() instanceof Outcome.Failed failed
                    && !OF_THE_MOMENT.contains(failed.errorClass())) {
                results.put(trial.theCase().id(), new Result(failed.errorClass().id(), outputs(failed.outputs())));
            }
        }
        return results;
    }

    /** As many as the sweep has; what is missing is NaN. Boxed doubles compare bit by bit, NaN with NaN. */
    private List<Double> outputs(double[] found) {
        double[] all = Arrays.copyOf(found, outputs.size());
        Arrays.fill(all, Math.min(found.length, all.length), all.length, Double.NaN);
        return Arrays.stream(all).boxed().toList();
    }

    /** The status where that differs, and the outputs that differ. */
    private String shown(Result result, Result other) {
        List<String> parts = new ArrayList<>();
        if (!result.status().equals(other.status())) {
            parts.add(result.status());
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (!result.outputs().get(i).equals(other.outputs().get(i))) {
                parts.add(outputs.get(i) + " = " + result.outputs().get(i));
            }
        }
        return String.join(", ", parts);
    }
}
