package io.casemill.sweep;

import java.io.Serializable;

/**
 * One parameter or derived value as a column.
 *
 * @param name the column's name
 * @param type the column's type
 */
public record Column(String name, ColumnType type) implements Serializable {}
