package io.casemill.sweep;

/** The types of parameters and derived values. */
public enum ColumnType {
    DOUBLE,
    BIGINT,
    BOOLEAN,
    STRING
}
