package io.casemill.runner;

import io.casemill.runner.Outcome.Cancelled;
import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.runner.Outcome.Usage;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseFunction.Model;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases on a {@link CaseFunction} in this JVM. Allocates per case nothing but the outputs and the outcome.
 *
 * <p>An {@link InterruptedException} from the model is a time-out when the case has used up its allowance (the flag is
 * then cleared: the interrupt was meant for this case alone), and a cancellation otherwise (the flag stays set).
 */
final class FunctionRunner implements Runner {
    /** Below this a case is not worth the two system calls that its CPU time costs. */
    private static final long TIMED_FROM_NANOS = 100_000;

    private final CaseFunction function;
    private final ModelInput input;
    private final String[] outputNames;
    private final int[] outputOrder;
    private final int outputCount;
    private final boolean sameOrder;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private @Nullable Model model;
    private long lastNanos = TIMED_FROM_NANOS;

    /**
     * @param outputNames the sweep's outputs in column order
     * @param outputOrder for each of them its position among the function's outputs
     */
    FunctionRunner(CaseFunction function, ModelInput input, String[] outputNames, int[] outputOrder) {
        this.function = function;
        this.input = input;
        this.outputNames = outputNames;
        this.outputOrder = outputOrder;
        this.outputCount = function.outputs().size();
        boolean same = outputOrder.length == outputCount;
        for (int i = 0; i < outputOrder.length; i++) {
            same &= outputOrder[i] == i;
        }
        this.sameOrder = same;
    }

    @Override
    public Outcome run(Case theCase, CaseContext context) {
        Allowance allowance = new Allowance(context);
        boolean timed = lastNanos >= TIMED_FROM_NANOS && threads.isCurrentThreadCpuTimeSupported();
        long cpuStart = timed ? threads.getCurrentThreadCpuTime() : 0;
        Outcome outcome;
        double[] computed = new double[outputCount];
        Arrays.fill(computed, Double.NaN);
        try {
            input.load(theCase, context);
            opened().evaluate(input, computed);
            Usage usage = timed ? new Usage((threads.getCurrentThreadCpuTime() - cpuStart) / 1e9, -1) : Usage.UNKNOWN;
            outcome = judge(computed, usage);
        } catch (InvalidInputException e) {
            outcome = e.outcome();
        } catch (InterruptedException e) {
            if (allowance.usedUp()) {
                outcome = allowance.timedOut();
            } else {
                Thread.currentThread().interrupt();
                outcome = new Cancelled();
            }
        } catch (Exception e) {
            outcome = Thrown.outcome(e, FunctionRunner.class);
        } catch (Error e) {
            discardModel();
            if (Thrown.isFatal(e)) {
                throw e;
            }
            outcome = Thrown.outcome(e, FunctionRunner.class);
        }
        lastNanos = allowance.elapsedNanos();
        return outcome;
    }

    private Model opened() {
        Model open = model;
        if (open == null) {
            open = function.open();
            model = open;
        }
        return open;
    }

    private Outcome judge(double[] computed, Usage usage) {
        double[] outputs = computed;
        if (!sameOrder) {
            outputs = new double[outputOrder.length];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = computed[outputOrder[i]];
            }
        }
        for (int i = 0; i < outputs.length; i++) {
            if (!Double.isFinite(outputs[i])) {
                String message = "Output " + outputNames[i] + " of function " + function.name() + " is " + outputs[i]
                        + ", not a finite number";
                return new Failed(ErrorClass.INVALID_RESULT, message, outputs, null, usage);
            }
        }
        return new Completed(outputs, null, usage);
    }

    /** After an error the model's working state may be torn, so that the next case gets a new one. */
    private void discardModel() {
        try {
            close();
        } catch (RuntimeException | Error e) {
            // The error that broke the model is the one to report.
            model = null;
        }
    }

    @Override
    public void close() {
        Model open = model;
        model = null;
        if (open != null) {
            open.close();
        }
    }
}
