/**
 * Runs one case on one worker and says what came of it; supervises external processes. Called by the executor.
 *
 * <pre>
 * worker ─ run(case) ─→ FunctionRunner ─→ Model.evaluate
 *                       CommandRunner ─┐  lay out directory        ┌─ setsid prlimit program …  (own session, marked)
 *                       NgspiceRunner ─┴→ Supervisor ─ SupervisedRun ─┤   ├─ stdout, stderr → Capture (bounded)
 *                       ←── Outcome ──── judge results ←─ Ending ──┘   └─ descendants → Kindred → killed
 *                                             │
 *                                          Watcher (one per executor): signals groups; kills the marked when the JVM dies
 * </pre>
 *
 * <p>Interrupts: one that arrives while the case has allowance left is a cancellation ({@code Cancelled}, flag set); a
 * later one is the engine's time-out ({@code timeout}, flag clear).
 */
@org.jspecify.annotations.NullMarked
package io.casemill.runner;
