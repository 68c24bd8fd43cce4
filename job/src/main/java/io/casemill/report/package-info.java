/**
 * A published version read for people: rows, filters, counts, groups of failures, and the texts that show them. Reads
 * one row at a time, so that memory does not grow with the table. Called by app.
 *
 * <pre>
 *   master table → Rows → RowFilter ─┬→ Digest        counts, slowest, commonest error
 *                                    ├→ FailureGroups same failures together
 *                                    ├→ TextTable     cut to the terminal, inert
 *                                    ├→ CsvExport     RFC 4180, formula-safe
 *                                    └→ JsonLines     one object a line
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.casemill.report;
