package io.casemill.config;

import io.casemill.sweep.ColumnType;
import io.casemill.sweep.Enumeration;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.ValueSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where a parameter's values come from. */
final class Sources {
    private static final long MOST_VALUES = 1_000_000_000L;
    private static final List<String> KINDS = Keys.PARAMETER.known().stream()
            .filter(key -> !key.equals("nominal"))
            .toList();

    private Sources() {}

    /** @param type null while only a table can tell */
    record Typed(ValueSource source, @Nullable ColumnType type) {}

    /** The source of a parameter that is a list, a scalar or a mapping; null after a report. */
    static @Nullable Typed read(Field parameter, String name) {
        if (parameter.isSequence()) {
            return values(parameter);
        }
        if (!parameter.isMapping()) {
            Object value = parameter.value();
            return value == null ? null : constant(value);
        }
        Fields fields = parameter.fields(Keys.PARAMETER);
        if (fields == null) {
            return null;
        }
        Field nominal = fields.optional("nominal");
        if (nominal != null && KINDS.stream().noneMatch(fields::has)) {
            Object value = nominal.value();
            return value == null ? null : constant(value);
        }
        String kind = fields.exactlyOne(KINDS);
        Field field = kind == null ? null : fields.optional(kind);
        return kind == null || field == null ? null : ofKind(kind, field, name);
    }

    private static Typed constant(Object value) {
        return new Typed(new ValueSource.Constant(value), Values.type(value));
    }

    private static @Nullable Typed ofKind(String kind, Field field, String name) {
        return switch (kind) {
            case "values" -> values(field);
            case "range" -> range(field.fields(Keys.RANGE));
            case "linspace" -> linspace(field.fields(Keys.LINSPACE));
            case "logspace" -> logspace(field.fields(Keys.LOGSPACE));
            case "choice" -> Distributions.choice(field.fields(Keys.CHOICE));
            case "table" -> column(field, name);
            default -> Distributions.read(kind, field);
        };
    }

    /** The values of a list, all of one type; null after a report. */
    static @Nullable Typed values(Field list) {
        List<Object> values = new ArrayList<>();
        ColumnType type = null;
        boolean good = true;
        for (Field element : list.elements("write the values in brackets: [1k, 2.2k, 4.7k]")) {
            Object value = element.value();
            ColumnType joined = value == null || type == null ? type : Values.join(type, Values.type(value));
            if (value != null && type == null) {
                joined = Values.type(value);
            } else if (value != null && joined == null) {
                element.wrong(
                        "mixes with values of another type: " + element.description() + " among "
                                + Values.described(type == null ? Values.type(value) : type),
                        "make all values of a parameter numbers, all true or false, or all texts in quotes");
                good = false;
            }
            type = joined == null ? type : joined;
            good &= value != null;
            if (value != null) {
                values.add(value);
            }
        }
        if (!good || type == null) {
            return null;
        }
        return new Typed(new ValueSource.Values(Values.as(type, values)), type);
    }

    private static @Nullable Typed range(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double from = fields.number("from", "0");
        Double to = fields.number("to", "10");
        Field stepField = fields.optional("step");
        Double step = stepField == null ? Double.valueOf(1) : stepField.number();
        if (from == null || to == null || step == null) {
            return null;
        }
        if (step == 0 || (to - from) / step < 0) {
            Field at = stepField == null ? fields.field() : stepField;
            at.wrong("steps of " + step + " never lead from " + from + " to " + to, "write a step towards 'to'");
            return null;
        }
        ValueSource.Range range = new ValueSource.Range(from, to, step);
        if (Math.abs((to - from) / step) > MOST_VALUES) {
            fields.field().wrong("has more than 1e9 values", "write a larger step");
            return null;
        }
        boolean whole = isWhole(fields.optional("from"))
                && isWhole(fields.optional("to"))
                && (stepField == null || isWhole(stepField));
        return new Typed(range, whole ? ColumnType.BIGINT : ColumnType.DOUBLE);
    }

    private static boolean isWhole(@Nullable Field field) {
        return field != null && field.item() instanceof Item.Scalar scalar && Quantities.whole(scalar.text()) != null;
    }

    private static @Nullable Typed linspace(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double from = fields.number("from", "0");
        Double to = fields.number("to", "10");
        Long num = fields.whole("num", "11", 1, MOST_VALUES);
        if (from == null || to == null || num == null || single(fields, from, to, num)) {
            return null;
        }
        return new Typed(new ValueSource.Linspace(from, to, num.intValue()), ColumnType.DOUBLE);
    }

    private static @Nullable Typed logspace(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Double from = positive(fields, "from", "1n");
        Double to = positive(fields, "to", "1u");
        Long num = fields.whole("num", "7", 1, MOST_VALUES);
        if (from == null || to == null || num == null || single(fields, from, to, num)) {
            return null;
        }
        return new Typed(new ValueSource.Logspace(from, to, num.intValue()), ColumnType.DOUBLE);
    }

    private static @Nullable Double positive(Fields fields, String key, String example) {
        Double value = fields.number(key, example);
        Field field = fields.optional(key);
        if (value != null && value <= 0 && field != null) {
            field.wrong("must be positive, is " + value, "write the value itself, such as 1n, not its exponent");
            return null;
        }
        return value;
    }

    private static boolean single(Fields fields, double from, double to, long num) {
        Field field = fields.optional("num");
        if (num == 1 && from != to && field != null) {
            field.wrong("one value cannot be both " + from + " and " + to, "write num: 2 or more");
            return true;
        }
        return false;
    }

    private static @Nullable Typed column(Field field, String name) {
        if (!field.isMapping()) {
            String file = field.text();
            return file == null ? null : new Typed(new ValueSource.TableColumn(file, name), null);
        }
        Fields fields = field.fields(Keys.TABLE_COLUMN);
        Field file = fields == null ? null : fields.required("file", "cases.csv");
        Field column = fields == null ? null : fields.optional("column");
        String path = file == null ? null : file.text();
        String heading = column == null ? name : column.text();
        return path == null || heading == null ? null : new Typed(new ValueSource.TableColumn(path, heading), null);
    }

    /** How many values an enumeration has; -1 when the source is none. */
    static long count(ValueSource source) {
        if (source instanceof ValueSource.Constant) {
            return -1;
        }
        ColumnType type = source instanceof ValueSource.Values values
                ? Values.type(values.values().get(0))
                : ColumnType.DOUBLE;
        Enumeration enumeration = Enumeration.of(new Parameter("", type, source, null));
        return enumeration == null ? -1 : enumeration.count();
    }

    static boolean isDistribution(ValueSource source) {
        return source instanceof ValueSource.Uniform
                || source instanceof ValueSource.Normal
                || source instanceof ValueSource.Lognormal
                || source instanceof ValueSource.Triangular
                || source instanceof ValueSource.Choice;
    }

    /** The value of a source that has only one, or null. */
    static @Nullable Object only(ValueSource source) {
        if (source instanceof ValueSource.Constant constant) {
            return constant.value();
        }
        if (count(source) != 1) {
            return null;
        }
        if (source instanceof ValueSource.Values values) {
            return values.values().get(0);
        }
        if (source instanceof ValueSource.Linspace linspace) {
            return linspace.from();
        }
        return source instanceof ValueSource.Logspace logspace ? (Object) logspace.from() : null;
    }

    /** The source with its values in the parameter's final type; the columns of converted tables have its name. */
    static ValueSource as(ColumnType type, ValueSource source, String name) {
        if (source instanceof ValueSource.Values values) {
            return new ValueSource.Values(Values.as(type, values.values()));
        }
        if (source instanceof ValueSource.Choice choice) {
            return new ValueSource.Choice(Values.as(type, choice.values()), choice.weights());
        }
        if (source instanceof ValueSource.TableColumn column) {
            String path = InputFiles.relative("", column.table());
            return new ValueSource.TableColumn(path == null ? column.table() : path, name);
        }
        return source instanceof ValueSource.Constant constant
                ? new ValueSource.Constant(Values.as(type, constant.value()))
                : source;
    }
}
