package io.casemill.runner;

import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a deck in {@code ngspice -b}, one process per case. The measures decide: ngspice exits 0 when a measure failed,
 * and 1 after a good deck whose analyses are all in a {@code .control} section.
 */
final class NgspiceRunner implements Runner {
    private final Ngspice definition;
    private final SweepDefinition sweep;
    private final Positions positions;
    private final Supervisor supervisor;
    private final NgspiceLog log;
    private @Nullable NgspiceDeck deck;

    NgspiceRunner(Ngspice definition, SweepDefinition sweep, Positions positions, Supervisor supervisor) {
        this.definition = definition;
        this.sweep = sweep;
        this.positions = positions;
        this.supervisor = supervisor;
        this.log = new NgspiceLog(definition.measures());
    }

    @Override
    public Outcome run(Case theCase, CaseContext context) {
        Allowance allowance = new Allowance(context);
        try {
            Outcome unavailable = deck == null ? unavailable() : null;
            if (unavailable != null) {
                return unavailable;
            }
            Path scratch = context.scratch();
            compiled(context).layOut(theCase, scratch);
            Map<String, String> env = CleanEnvironment.in(scratch);
            // Without it measures are printed with seven digits.
            env.put("NGSPICE_MEAS_PRECISION", "16");
            List<String> argv = List.of(definition.simulator(), "-b", definition.netlist());
            Ending ending = supervisor
                    .run(new Invocation(argv, scratch, env, sweep.limits()), allowance)
                    .telling(NgspiceLog::withoutStatistics);
            Outcome outcome = judge(ending, new Verdict(sweep.limits(), allowance));
            KeptLogs.write(definition.keep(), outcome, scratch, ending);
            return outcome;
        } catch (InvalidInputException e) {
            return e.outcome();
        } catch (IOException e) {
            return HostFaults.outcome(e);
        }
    }

    /** Why no case can run on this host, or null. */
    private @Nullable Outcome unavailable() {
        Optional<String> here = NgspiceVersion.ask(definition.simulator());
        if (here.isEmpty() && Thread.currentThread().isInterrupted()) {
            return new Outcome.Cancelled();
        }
        if (here.isEmpty()) {
            return Failed.of(ErrorClass.UNAVAILABLE, NgspiceVersion.missing(definition.simulator()));
        }
        String planned = definition.version();
        if (planned != null && !planned.equals(here.get())) {
            return Failed.of(
                    ErrorClass.UNAVAILABLE,
                    "This host has " + here.get() + ", the sweep was planned with " + planned
                            + "; install the same version on every host");
        }
        return null;
    }

    private NgspiceDeck compiled(CaseContext context) throws IOException {
        NgspiceDeck made = deck;
        if (made == null) {
            made = new NgspiceDeck(definition, sweep.inputs(), context.inputs(), positions);
            deck = made;
        }
        return made;
    }

    private Outcome judge(Ending ending, Verdict verdict) {
        Outcome early = verdict.before(ending, Outcome.NO_OUTPUTS);
        if (early != null) {
            return early;
        }
        Map<String, String> problems = new LinkedHashMap<>();
        double[] values = measures(ending.stdout().text(), problems);
        double[] found = problems.size() == values.length ? Outcome.NO_OUTPUTS : values;
        if (Signals.killed(ending.exitCode())) {
            return verdict.killed(ending, found);
        }
        if (problems.isEmpty()) {
            return new Completed(values, ending.exitCode(), ending.usage());
        }
        Failed limit = verdict.limit(ending, found);
        if (limit != null) {
            return limit;
        }
        String failure =
                NgspiceLog.failure(ending.stderr().text(), ending.stdout().text());
        return failure != null
                ? Verdict.failed(ErrorClass.ERROR, failure, ending, found)
                : Verdict.failed(
                        ErrorClass.INVALID_RESULT, "No valid result: " + Problems.line(problems), ending, found);
    }

    private double[] measures(String stdout, Map<String, String> problems) {
        List<String> names = definition.measures();
        @Nullable String[] texts = new String[names.size()];
        log.readMeasures(stdout, texts);
        double[] values = new double[names.size()];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            String text = texts[i];
            Double number = text == null ? null : Numerals.parse(text);
            if (number == null) {
                problems.put(
                        names.get(i), text == null ? "the simulator printed no such measure" : "is '" + text + "'");
            } else {
                values[i] = number;
                if (!Double.isFinite(number)) {
                    problems.put(names.get(i), "is " + number);
                }
            }
        }
        return values;
    }

    @Override
    public void close() {
        // Every simulator ended with its case.
        deck = null;
    }
}
