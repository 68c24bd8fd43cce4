/**
 * The version log of the master table: publication and reading; and the epochs that fence drivers. Called by gather,
 * report and app.
 *
 * <pre>
 *   Publication ──part files──▶ master/v00000001/part-*.parquet
 *        │ verify
 *        └──put if absent──▶ master/_log/00000000000000000001.json   the commit
 *                                   ▲
 *   MasterTable ── VersionLog ──────┘       master/current, LATEST.json: hints only
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.casemill.master;
