package io.casemill.config;

import io.casemill.sweep.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A Parquet file with plain columns: whole numbers, floating-point numbers, booleans, texts. Reads only some columns. */
final class ParquetRows implements RowSource {
    private final MessageType schema;
    private final ParquetReader<Group> reader;
    private @Nullable Group row;

    /** @param wanted the columns to read; others of the file are skipped */
    ParquetRows(Path file, List<String> wanted) throws IOException {
        InputFile input = new LocalInputFile(file);
        try (ParquetFileReader footer =
                ParquetFileReader.open(input, ParquetReadOptions.builder().build())) {
            schema = footer.getFooter().getFileMetaData().getSchema();
        } catch (RuntimeException e) {
            throw new NotATable("is not Parquet: " + e.getMessage());
        }
        List<Type> projected = schema.getFields().stream()
                .filter(type -> wanted.contains(type.getName()))
                .toList();
        ParquetConfiguration configuration = new PlainParquetConfiguration();
        MessageType projection =
                new MessageType(schema.getName(), projected.isEmpty() ? schema.getFields() : projected);
        configuration.set(ReadSupport.PARQUET_READ_SCHEMA, projection.toString());
        reader = new Builder(input).withConf(configuration).build();
    }

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    @Override
    public List<String> columns() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    @Override
    public boolean next() throws IOException {
        try {
            row = reader.read();
            return row != null;
        } catch (RuntimeException e) {
            throw new NotATable("is damaged: " + e.getMessage());
        }
    }

    @Override
    public @Nullable Object value(String column, @Nullable ColumnType expected) {
        Group group = row;
        if (group == null || group.getFieldRepetitionCount(column) == 0) {
            return null;
        }
        GroupType types = group.getType();
        Type type = types.getType(column);
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            return new Unusable("is nested");
        }
        return plain(group, column, type.asPrimitiveType());
    }

    private static Object plain(Group group, String column, PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        boolean text = logical == null
                || logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
        boolean whole = logical == null
                || (logical instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer && integer.isSigned());
        return switch (type.getPrimitiveTypeName()) {
            case DOUBLE -> group.getDouble(column, 0);
            case FLOAT -> (double) group.getFloat(column, 0);
            case BOOLEAN -> group.getBoolean(column, 0);
            case INT64 -> whole ? (Object) group.getLong(column, 0) : new Unusable("is of type " + logical);
            case INT32 -> whole ? (Object) (long) group.getInteger(column, 0) : new Unusable("is of type " + logical);
            case BINARY -> text ? group.getString(column, 0) : new Unusable("is of type " + logical);
            default -> new Unusable("is of type " + type.getPrimitiveTypeName());
        };
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
