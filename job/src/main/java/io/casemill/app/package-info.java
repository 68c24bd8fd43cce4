/**
 * The commands, their wiring and exit codes, and the client API.
 *
 * <pre>
 *   Main → Root ─┬→ run plan gather rerun ──→ Sweeps ← Casemill   what loads Spark
 *                └→ status list failures
 *                   show why export clean ──→ RunDirectory        reads published versions
 *   any exception → Errors → message, ExitCode
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.casemill.app;
