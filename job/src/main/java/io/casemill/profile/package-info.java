/**
 * Flight recordings of a run, and what they tell: where the workers' time went, the flame graph of sampled stacks, the bottleneck by
 * name. Called by the executor, which records, by scatter, which collects, and by app, which writes the page.
 *
 * <pre>
 *   executor JVM   Recorder ──▶ .jfr ──▶ RecordingReader ──▶ Recorded ─┐
 *   executor JVM   Recorder ──▶ .jfr ──▶ RecordingReader ──▶ Recorded ─┤
 *   driver JVM     Recorder ──▶ .jfr ──▶ RecordingReader ──▶ Recorded ─┴─▶ Profile ──▶ JSON, page
 * </pre>
 *
 * <p>Each JVM reads its own recording and sends on counts of bounded size, so that the driver's work does not grow with what was
 * recorded. Events are read by name; the classes that write them belong to who knows what happened.
 */
@org.jspecify.annotations.NullMarked
package io.casemill.profile;
