/**
 * The status row, the segments that hold rows, and group commit. Called by the executor, gather and master.
 *
 * <pre>
 *   StatusRow ──▶ StatusLog ──▶ RowWriter ──▶ Staged ──publish──▶ status/e000001/p00042-a0.1-s003.parquet
 *                 (holds rows                                             │
 *                  until visible)              Winner ◀── RowReader ◀─────┘
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.casemill.status;
