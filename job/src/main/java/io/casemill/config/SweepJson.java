package io.casemill.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.casemill.sweep.Block;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.Texts;
import io.casemill.sweep.ValueSource;
import io.casemill.sweep.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * A definition as JSON and back, without loss: {@code read(write(d))} equals {@code d}. Alternatives carry the key
 * {@code kind}. Reading is strict: unknown, repeated and missing keys are refused. Safe for any thread.
 */
public final class SweepJson {
    private static final JsonMapper MAPPER = mapper();

    private SweepJson() {}

    /** The definition as one JSON object, indented. */
    public static String write(SweepDefinition definition) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write the sweep " + definition.name() + " as JSON", e);
        }
    }

    /** The definition as a tree, to be put into a larger document. */
    public static JsonNode tree(SweepDefinition definition) {
        return MAPPER.valueToTree(definition);
    }

    /** Reads what {@link #write} wrote. Throws an {@link IOException} that says what is wrong and where. */
    public static SweepDefinition read(String json) throws IOException {
        return MAPPER.readValue(json, SweepDefinition.class);
    }

    /** Reads what {@link #tree} made. Throws an {@link IOException} that says what is wrong. */
    public static SweepDefinition read(JsonNode tree) throws IOException {
        return MAPPER.treeToValue(tree, SweepDefinition.class);
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addMixIn(RunnerDefinition.class, Runners.class)
                .addMixIn(RunnerDefinition.How.class, Hows.class)
                .addMixIn(Block.Points.class, PointKinds.class)
                .addMixIn(ValueSource.class, Sources.class)
                .addMixIn(Workers.class, WorkerCounts.class)
                .addModule(new SimpleModule()
                        .addSerializer(Duration.class, new DurationWriter())
                        .addDeserializer(Duration.class, new DurationReader())
                        .addDeserializer(String.class, new SharedTexts()))
                .build();
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        return mapper;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RunnerDefinition.Function.class, name = "function"),
        @JsonSubTypes.Type(value = RunnerDefinition.Command.class, name = "command"),
        @JsonSubTypes.Type(value = RunnerDefinition.Ngspice.class, name = "ngspice")
    })
    private interface Runners {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RunnerDefinition.Regex.class, name = "regex"),
        @JsonSubTypes.Type(value = RunnerDefinition.JsonPointer.class, name = "json"),
        @JsonSubTypes.Type(value = RunnerDefinition.CsvCell.class, name = "csv"),
        @JsonSubTypes.Type(value = RunnerDefinition.KeyValue.class, name = "key")
    })
    private interface Hows {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Block.Product.class, name = "product"),
        @JsonSubTypes.Type(value = Block.Zip.class, name = "zip"),
        @JsonSubTypes.Type(value = Block.Listed.class, name = "list"),
        @JsonSubTypes.Type(value = Block.Table.class, name = "table")
    })
    private interface PointKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ValueSource.Values.class, name = "values"),
        @JsonSubTypes.Type(value = ValueSource.Range.class, name = "range"),
        @JsonSubTypes.Type(value = ValueSource.Linspace.class, name = "linspace"),
        @JsonSubTypes.Type(value = ValueSource.Logspace.class, name = "logspace"),
        @JsonSubTypes.Type(value = ValueSource.Uniform.class, name = "uniform"),
        @JsonSubTypes.Type(value = ValueSource.Normal.class, name = "normal"),
        @JsonSubTypes.Type(value = ValueSource.Lognormal.class, name = "lognormal"),
        @JsonSubTypes.Type(value = ValueSource.Triangular.class, name = "triangular"),
        @JsonSubTypes.Type(value = ValueSource.Choice.class, name = "choice"),
        @JsonSubTypes.Type(value = ValueSource.TableColumn.class, name = "table"),
        @JsonSubTypes.Type(value = ValueSource.Constant.class, name = "constant")
    })
    private interface Sources {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Workers.ByLoad.class, name = "load"),
        @JsonSubTypes.Type(value = Workers.Fixed.class, name = "fixed")
    })
    private interface WorkerCounts {}

    /** Durations as ISO 8601, such as {@code PT1M}. */
    private static final class DurationWriter extends StdSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    /** Each task reads the definition; names and listed values are shared among them. */
    private static final class SharedTexts extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        SharedTexts() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Texts.shared(StringDeserializer.instance.deserialize(json, context));
        }
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getValueAsString("");
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw context.weirdStringException(text, Duration.class, "not an ISO 8601 duration such as PT1M");
            }
        }
    }
}
