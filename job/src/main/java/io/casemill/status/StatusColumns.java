package io.casemill.status;

import io.casemill.sweep.Column;
import io.casemill.sweep.OutputDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The columns of status segments and of the master table, in their order: case, values (parameters, then derived),
 * outputs, status. Immutable.
 */
public final class StatusColumns {
    static final int CASE_ID = 0;
    static final int CASE_KEY = 1;
    static final int BLOCK = 2;
    static final int FIRST_VALUE = 3;

    private static final List<Type> HEAD =
            List.of(Types.required(PrimitiveTypeName.INT64).named("case_id"), text("case_key"), text("block"));
    private static final List<Type> TAIL = List.of(
            text("status"),
            of(PrimitiveTypeName.BOOLEAN, "spec_pass"),
            text("error_class"),
            text("error_message"),
            of(PrimitiveTypeName.INT32, "exit_code"),
            of(PrimitiveTypeName.INT32, "attempt"),
            of(PrimitiveTypeName.BOOLEAN, "reused"),
            Types.optional(PrimitiveTypeName.INT64)
                    .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                    .named("started_at"),
            of(PrimitiveTypeName.DOUBLE, "duration_s"),
            of(PrimitiveTypeName.DOUBLE, "cpu_s"),
            of(PrimitiveTypeName.INT64, "peak_rss_bytes"),
            text("host"),
            text("executor"),
            of(PrimitiveTypeName.INT32, "partition"),
            of(PrimitiveTypeName.INT32, "worker"),
            of(PrimitiveTypeName.INT32, "core"),
            text("session_id"),
            text("correlation_id"),
            text("artifacts"));

    private final MessageType schema;
    private final int values;
    private final int outputs;

    private StatusColumns(MessageType schema, int values, int outputs) {
        this.schema = schema;
        this.values = values;
        this.outputs = outputs;
    }

    /**
     * @param values parameters, then derived values
     * @param outputs the outputs of a case
     * @throws IllegalArgumentException when two columns have the same name, letter case aside
     */
    public static StatusColumns of(List<Column> values, List<OutputDefinition> outputs) {
        List<Type> fields = new ArrayList<>(HEAD);
        values.forEach(each -> fields.add(value(each)));
        outputs.forEach(each -> fields.add(of(PrimitiveTypeName.DOUBLE, each.name())));
        fields.addAll(TAIL);
        Set<String> names = new HashSet<>();
        for (Type each : fields) {
            if (!names.add(each.getName().toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException("Cannot make the status table: two columns are named \""
                        + each.getName() + "\", letter case aside; rename the parameter or output");
            }
        }
        return new StatusColumns(new MessageType("status", fields), values.size(), outputs.size());
    }

    /** The columns of a file that was written with them. Throws {@link IllegalArgumentException} for any other file. */
    static StatusColumns of(MessageType schema, int values, int outputs) {
        List<Type> fields = schema.getFields();
        if (values < 0
                || outputs < 0
                || fields.size() != HEAD.size() + values + outputs + TAIL.size()
                || !fields.subList(0, HEAD.size()).equals(HEAD)
                || !fields.subList(fields.size() - TAIL.size(), fields.size()).equals(TAIL)) {
            throw new IllegalArgumentException("Invalid status file: its columns are " + fields);
        }
        return new StatusColumns(schema, values, outputs);
    }

    /** The names that no parameter, derived value or output may have. */
    public static List<String> reserved() {
        List<String> names = new ArrayList<>();
        HEAD.forEach(each -> names.add(each.getName()));
        TAIL.forEach(each -> names.add(each.getName()));
        return List.copyOf(names);
    }

    /** Whether every limited output meets its limits; null when no output has any. */
    public static @Nullable Boolean specPass(List<OutputDefinition> definitions, double[] outputs) {
        boolean judged = false;
        boolean pass = true;
        for (int i = 0; i < definitions.size(); i++) {
            OutputDefinition each = definitions.get(i);
            if (each.limited()) {
                judged = true;
                pass &= each.accepts(outputs[i]);
            }
        }
        return judged ? (Boolean) pass : null;
    }

    /** All columns as Parquet has them. */
    public MessageType schema() {
        return schema;
    }

    /** How many parameters and derived values there are. */
    public int values() {
        return values;
    }

    /** How many outputs there are. */
    public int outputs() {
        return outputs;
    }

    public int size() {
        return schema.getFieldCount();
    }

    /** The names in order. */
    public List<String> names() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /** The type of a column: {@code BIGINT}, {@code DOUBLE}, {@code STRING}, {@code BOOLEAN}, {@code INT} or {@code TIMESTAMP}. */
    public String typeName(int column) {
        return switch (primitive(column)) {
            case INT64 -> schema.getType(column).getLogicalTypeAnnotation() == null ? "BIGINT" : "TIMESTAMP";
            case INT32 -> "INT";
            case BINARY -> "STRING";
            default -> primitive(column).name();
        };
    }

    /** The position of a column. Throws {@link IllegalArgumentException} when there is none of that name. */
    public int position(String name) {
        if (!schema.containsField(name)) {
            throw new IllegalArgumentException("Invalid column \"" + name + "\": must be one of " + names());
        }
        return schema.getFieldIndex(name);
    }

    PrimitiveTypeName primitive(int column) {
        return schema.getType(column).asPrimitiveType().getPrimitiveTypeName();
    }

    int firstOutput() {
        return FIRST_VALUE + values;
    }

    int firstStatus() {
        return FIRST_VALUE + values + outputs;
    }

    private static Type value(Column column) {
        return switch (column.type()) {
            case DOUBLE -> of(PrimitiveTypeName.DOUBLE, column.name());
            case BIGINT -> of(PrimitiveTypeName.INT64, column.name());
            case BOOLEAN -> of(PrimitiveTypeName.BOOLEAN, column.name());
            case STRING -> text(column.name());
        };
    }

    private static Type of(PrimitiveTypeName type, String name) {
        return Types.optional(type).named(name);
    }

    private static Type text(String name) {
        return Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }
}
