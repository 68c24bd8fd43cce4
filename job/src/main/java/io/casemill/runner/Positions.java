package io.casemill.runner;

import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the values of a case are, by column name, and how they read as text. Immutable. */
final class Positions {
    /** Stands for {@code ${case_id}}, which is no column of the plan's values. */
    static final int CASE_ID = -1;

    private final List<Column> columns;
    private final Map<String, Integer> byName = new HashMap<>();

    Positions(List<Column> columns) {
        this.columns = List.copyOf(columns);
        byName.put("case_id", CASE_ID);
        for (int i = 0; i < columns.size(); i++) {
            byName.put(columns.get(i).name(), i);
        }
    }

    /** The position of a column, {@link #CASE_ID}, or null when no column has that name. */
    @Nullable Integer of(String name) {
        return byName.get(name);
    }

    List<Column> columns() {
        return columns;
    }

    /** The value as text that reads back as the same value; booleans are {@code true} and {@code false}. */
    String text(Case theCase, int position) throws InvalidInputException {
        if (position == CASE_ID) {
            return Long.toString(theCase.id());
        }
        Object value = theCase.value(position);
        if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw new InvalidInputException(
                        "Invalid value of " + columns.get(position).name() + ": " + number + " is not a finite number");
            }
            return Numerals.render(number);
        }
        if (value == null) {
            throw missing(columns.get(position).name());
        }
        String text = value.toString();
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInputException(
                    "Invalid value of " + columns.get(position).name() + ": it holds a NUL character");
        }
        return text;
    }

    static InvalidInputException missing(String name) {
        return new InvalidInputException("Invalid value of " + name + ": it is null for this case; give derive." + name
                + " a value for every case, for instance with coalesce()");
    }
}
