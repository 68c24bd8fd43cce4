package io.casemill.report;

import java.util.ArrayList;
import java.util.List;

/** The columns of the master table by their role. */
public final class TableColumns {
    public static final String CASE_ID = "case_id";
    public static final String CASE_KEY = "case_key";
    public static final String BLOCK = "block";
    public static final String STATUS = "status";
    public static final String SPEC_PASS = "spec_pass";
    public static final String ERROR_CLASS = "error_class";
    public static final String ERROR_MESSAGE = "error_message";
    public static final String REUSED = "reused";
    public static final String STARTED_AT = "started_at";
    public static final String DURATION = "duration_s";
    public static final String SESSION_ID = "session_id";

    private TableColumns() {}

    /** Parameters, derived values and outputs: what lies between {@code block} and {@code status}. */
    public static List<String> values(List<String> columns) {
        int from = columns.indexOf(BLOCK) + 1;
        int to = columns.indexOf(STATUS);
        return to < from ? List.of() : columns.subList(from, to);
    }

    /** What a list shows when nobody says: the case, its state, its values, its error. */
    public static List<String> usual(List<String> columns) {
        List<String> usual = new ArrayList<>(List.of(CASE_ID, STATUS, SPEC_PASS));
        usual.addAll(values(columns));
        usual.add(ERROR_CLASS);
        usual.add(ERROR_MESSAGE);
        usual.retainAll(columns);
        return List.copyOf(usual);
    }
}
