package io.casemill.report;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a column with a value, such as {@code vmax > 1.1} or {@code block = corners}.
 *
 * @param column the column's name
 * @param operator how it compares
 * @param value what it compares with, as text
 */
public record Condition(String column, Operator operator, String value) {
    private static final Pattern SYNTAX = Pattern.compile("\\s*([^\\s<>=!]+)\\s*(==|=|!=|<>|<=|<|>=|>)\\s*(.*?)\\s*");

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");

    /** The value is of another kind than the column's. */
    public static final class WrongKindException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        WrongKindException(String message) {
            super(message);
        }
    }

    public Condition {
        Objects.requireNonNull(column);
        Objects.requireNonNull(operator);
        Objects.requireNonNull(value);
    }

    /** The comparisons. */
    public enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST;

        private boolean accepts(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }

    /** Equality. */
    public static Condition equal(String column, String value) {
        return new Condition(column, Operator.EQUAL, value);
    }

    /**
     * Reads {@code name op value} with op one of {@code = == != <> < <= > >=}; quotes around the value are removed.
     * Throws {@link IllegalArgumentException} with the remedy otherwise.
     */
    public static Condition parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Invalid condition \"" + Inert.line(text)
                    + "\": write a column, one of = != < <= > >=, and a value, such as \"vmax > 1.1\"");
        }
        Operator operator = switch (Objects.requireNonNull(matcher.group(2))) {
            case "=", "==" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.AT_MOST;
            case ">" -> Operator.GREATER;
            default -> Operator.AT_LEAST;
        };
        return new Condition(
                Objects.requireNonNull(matcher.group(1)), operator, unquoted(Objects.requireNonNull(matcher.group(3))));
    }

    private static String unquoted(String text) {
        if (text.length() >= 2 && List.of('"', '\'').contains(text.charAt(0)) && text.endsWith(text.substring(0, 1))) {
            return text.substring(1, text.length() - 1);
        }
        return text;
    }

    /**
     * Whether a cell meets the condition: numbers compare as numbers, everything else as text. An empty cell and NaN
     * meet none, as in SQL.
     *
     * @throws WrongKindException when the value is of another kind than the cell, with the remedy
     */
    boolean accepts(@Nullable Object cell) {
        if (cell == null) {
            return false;
        }
        if (cell instanceof Number number) {
            double left = number.doubleValue();
            double right = number();
            // Long values compare exactly; a double would confuse neighbours above 2^53.
            if (cell instanceof Long whole && WHOLE.matcher(value).matches()) {
                return operator.accepts(Long.compare(whole, Long.parseLong(value)));
            }
            return !Double.isNaN(left) && !Double.isNaN(right) && operator.accepts(compare(left, right));
        }
        if (cell instanceof Boolean && !value.equals("true") && !value.equals("false")) {
            throw wrongKind("is neither true nor false, as the column is");
        }
        return operator.accepts(cell.toString().compareTo(value));
    }

    private WrongKindException wrongKind(String why) {
        return new WrongKindException("Invalid condition on " + column + ": \"" + Inert.line(value) + "\" " + why
                + "; write one comparison in a condition, and numbers without suffix, such as 1e-5 for 10u");
    }

    private static int compare(double left, double right) {
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private double number() {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw wrongKind("is no number, as the column's values are");
        }
    }
}
