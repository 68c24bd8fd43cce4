/**
 * The Spark-free composition of one task attempt, from admitted cases to a commit. Called by scatter.
 *
 * <pre>
 *  task's thread      CaseFlow ──chunks──▶ channel        channel ──rows──▶ CaseFlow ──▶ StatusLog
 *                                             │              ▲
 *  workers, or the                            ▼              │
 *  task's thread                           CaseWork: Seat ─▶ Runner ─▶ Judge ─▶ RowFactory ─▶ Slots
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.casemill.executor;
