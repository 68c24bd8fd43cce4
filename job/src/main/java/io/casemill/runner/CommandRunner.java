package io.casemill.runner;

import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import io.casemill.sweep.RunnerDefinition.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs an external program once per case, in the case's directory, and looks for its outputs there. */
final class CommandRunner implements Runner {
    private final Command command;
    private final Limits limits;
    private final Positions positions;
    private final Supervisor supervisor;
    private final List<Template> argv = new ArrayList<>();
    private final Map<String, Template> env = new LinkedHashMap<>();
    private final List<OutputFinder> outputs;
    private final Set<Integer> success;
    private @Nullable CaseDirectory directory;

    CommandRunner(Command command, Limits limits, Positions positions, Supervisor supervisor) {
        this.command = command;
        this.limits = limits;
        this.positions = positions;
        this.supervisor = supervisor;
        for (String word : command.argv()) {
            Template template = Template.compile(word, positions);
            CaseDirectory.refuseUnknown("runner.command.argv", template);
            argv.add(template);
        }
        command.env().forEach((name, value) -> env.put(name, Template.compile(value, positions)));
        env.forEach((name, value) -> CaseDirectory.refuseUnknown("runner.command.env." + name, value));
        outputs = command.outputs().stream().map(OutputFinder::compile).toList();
        success = command.success().isEmpty() ? Set.of(0) : Set.copyOf(command.success());
    }

    @Override
    public Outcome run(Case theCase, CaseContext context) {
        Allowance allowance = new Allowance(context);
        try {
            Path scratch = context.scratch();
            compiled(context).layOut(theCase, scratch);
            Ending ending = supervisor.run(invocation(theCase, scratch), allowance);
            Outcome outcome = judge(ending, scratch, new Verdict(limits, allowance));
            KeptLogs.write(command.keep(), outcome, scratch, ending);
            return outcome;
        } catch (InvalidInputException e) {
            return e.outcome();
        } catch (IllegalArgumentException e) {
            return Failed.of(ErrorClass.INVALID_INPUT, Messages.inert(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return HostFaults.outcome(e);
        }
    }

    private CaseDirectory compiled(CaseContext context) throws IOException {
        CaseDirectory made = directory;
        if (made == null) {
            made = CaseDirectory.compile(command.files(), context.inputs(), positions);
            directory = made;
        }
        return made;
    }

    private Invocation invocation(Case theCase, Path scratch) throws InvalidInputException {
        List<String> words = new ArrayList<>(argv.size());
        for (Template word : argv) {
            words.add(word.render(theCase));
        }
        Map<String, String> variables = CleanEnvironment.in(scratch);
        for (Map.Entry<String, Template> variable : env.entrySet()) {
            variables.put(variable.getKey(), variable.getValue().render(theCase));
        }
        return new Invocation(words, scratch, variables, limits);
    }

    private Outcome judge(Ending ending, Path scratch, Verdict verdict) {
        Outcome early = verdict.before(ending, Outcome.NO_OUTPUTS);
        if (early != null) {
            return ofCase(early);
        }
        Map<String, String> problems = new LinkedHashMap<>();
        double[] values = find(ending, scratch, problems);
        double[] found = problems.size() == values.length ? Outcome.NO_OUTPUTS : values;
        if (!success.contains(ending.exitCode())) {
            if (Signals.killed(ending.exitCode())) {
                return verdict.killed(ending, found);
            }
            Failed limit = verdict.limit(ending, found);
            String line = "Ended with exit code " + ending.exitCode() + "; expected "
                    + (success.size() == 1 ? success.iterator().next() : "one of " + new TreeSet<>(success));
            return limit != null ? limit : Verdict.failed(ErrorClass.ERROR, line, ending, found);
        }
        if (problems.isEmpty()) {
            return new Completed(values, ending.exitCode(), ending.usage());
        }
        Failed limit = verdict.limit(ending, found);
        String line = "No valid result: " + Problems.line(problems);
        return limit != null ? limit : Verdict.failed(ErrorClass.INVALID_RESULT, line, ending, found);
    }

    /** A program that the case's own values name is missing on every host. */
    private Outcome ofCase(Outcome early) {
        return argv.get(0).varies() && early instanceof Failed failed && failed.errorClass() == ErrorClass.UNAVAILABLE
                ? Failed.of(ErrorClass.INVALID_INPUT, failed.message())
                : early;
    }

    /** The outputs by position, NaN where there is none; the reasons go to {@code problems}. */
    private double[] find(Ending ending, Path scratch, Map<String, String> problems) {
        ResultTexts texts = new ResultTexts(scratch, ending.stdout().text());
        double[] values = new double[outputs.size()];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            OutputFinder finder = outputs.get(i);
            try {
                values[i] = finder.find(texts);
                if (!Double.isFinite(values[i])) {
                    problems.put(finder.output(), "is " + values[i]);
                }
            } catch (MissingOutputException e) {
                problems.put(finder.output(), e.reason());
            }
        }
        return values;
    }

    @Override
    public void close() {
        // Every program ended with its case.
        directory = null;
    }
}
