package io.casemill.udfs;

/**
 * One output of a case function.
 *
 * @param name the column of the master table
 * @param unit the unit for people; empty when it has none
 */
public record Output(String name, String unit) {}
