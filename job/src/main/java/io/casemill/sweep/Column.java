package io.casemill.sweep;

/**
 * One parameter or derived value as a column.
 *
 * @param name the column's name
 * @param type the column's type
 */
public record Column(String name, ColumnType type) {}
