/**
 * Text to definition: reads a sweep file and reports every problem at once, each with file, line, column, key path and
 * remedy. Called by app, through {@link io.casemill.config.SweepFile} and {@link io.casemill.config.SweepJson}.
 *
 * <pre>
 *   file ──SweepText──▶ text ──YamlTree──▶ items ──Overrides──▶ items ──SweepReader──▶ SweepDefinition
 *                                (with places)                            │
 *                        Parameters, Blocks, RunnerSection, …  ◀──────────┘──▶ InputFiles, Netlist, TableImports
 * </pre>
 *
 * <p>An imported table is named twice: a parameter says which column it is, a block says that its points are the rows.
 *
 * <pre>
 *   parameters:
 *     r: {table: cases.csv}                              # the column r
 *     c: {table: {file: cases.csv, column: C_farad}}
 *   cases:
 *     - {block: imported, table: cases.csv}              # may be left out when there is nothing else
 * </pre>
 *
 * The format follows from the name: {@code .csv}, {@code .tsv}, {@code .jsonl}, {@code .ndjson}, {@code .parquet}.
 */
@org.jspecify.annotations.NullMarked
package io.casemill.config;
