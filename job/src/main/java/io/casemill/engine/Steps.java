package io.casemill.engine;

import java.util.Map;

/**
 * What a submitter wants run: steps, known by their index. One body serves all chunks of a lane, from several workers at
 * once; one step runs on one worker from start to end.
 *
 * <p>The engine ends every submitted step in exactly one of four ways: {@link #run} returned, {@link #failed},
 * {@link #skipped} or {@link #stuck}. What a report throws is logged and changes nothing. Reports must not block: they run on
 * the engine's threads or on the thread that cancels.
 */
public interface Steps {

    /** The answer of {@link #timeoutNanos} for a step without a limit. */
    long NO_TIMEOUT = Long.MAX_VALUE;

    /** How long the step may run, in nanoseconds, before it is interrupted. Called just before {@link #run}, on its worker. */
    long timeoutNanos(int index);

    /**
     * Runs one step. When the thread is interrupted the step has outlived its timeout, or its lane is cancelled, or the engine
     * closes: it returns or throws within the engine's grace. Neither an interrupt nor the interrupt flag reaches the next step.
     *
     * @param worker the worker of this thread
     */
    void run(int index, Worker worker) throws InterruptedException;

    /**
     * The step ignored its interrupt for the whole grace; its thread is abandoned and whatever {@link #run} still does has no
     * effect on the engine. Called by the monitor's thread.
     *
     * @param worker the abandoned worker, for its index and core
     */
    void stuck(int index, Worker worker);

    /** The step never started, because its lane was cancelled or the engine refuses work. Called by any thread. */
    void skipped(int index);

    /**
     * What identifies the step in a log line, by name. Called only when something writes one while the step runs: by the worker, or
     * by a thread that the step started. {@link StepLabels#WORKER} is the engine's own.
     */
    default Map<String, String> labels(int index) {
        return Map.of();
    }

    /** {@link #run} threw this, {@link InterruptedException} and errors included. Called by the step's worker. */
    void failed(int index, Throwable thrown);

    /**
     * So many more steps of the body have ended, each in one of the four ways; what they wrote and their reports come before.
     * Called once for all steps that one worker ran of a chunk in a row, so that a submitter who counts need not do it
     * at each step.
     */
    default void ended(int steps) {}
}
