package io.casemill.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions for tests, as short as their point. */
final class Sweeps {
    static final RunnerDefinition NOOP = new RunnerDefinition.Function("noop", "1");

    private Sweeps() {}

    static SweepDefinition definition(long seed, List<Parameter> parameters, Block... blocks) {
        return definition(seed, NOOP, parameters, List.of(), blocks);
    }

    static SweepDefinition definition(
            long seed, RunnerDefinition runner, List<Parameter> parameters, List<InputFile> inputs, Block... blocks) {
        return new SweepDefinition(
                "test",
                seed,
                runner,
                parameters,
                List.of(blocks),
                Map.of(),
                null,
                List.of(),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                inputs);
    }

    static Sweep sweep(long seed, List<Parameter> parameters, Block... blocks) {
        return Sweep.of(definition(seed, parameters, blocks), TableSource.none());
    }

    static Parameter parameter(String name, ValueSource source) {
        return new Parameter(name, ColumnType.DOUBLE, source, null);
    }

    static Parameter values(String name, Double... values) {
        return parameter(name, new ValueSource.Values(List.of((Object[]) values)));
    }

    static Parameter normal(String name) {
        return parameter(name, new ValueSource.Normal(0.0, 1.0, null));
    }

    static Parameter text(String name, String... values) {
        return new Parameter(name, ColumnType.STRING, new ValueSource.Values(List.of((Object[]) values)), null);
    }

    static Block product(String name, String... over) {
        return new Block(name, new Block.Product(List.of(over)), null, Map.of());
    }

    static Block sample(String name, long n, String... over) {
        return new Block(name, null, new Block.Sample(List.of(over), n), Map.of());
    }

    static List<@Nullable Object> at(Sweep sweep, long index) {
        @Nullable Object[] target = new Object[sweep.parameters().size()];
        sweep.at(index, target);
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value : target) {
            values.add(value);
        }
        return values;
    }

    /** The values of all cases, in order. */
    static List<List<@Nullable Object>> all(Sweep sweep) {
        List<List<@Nullable Object>> cases = new ArrayList<>();
        for (long i = 0; i < sweep.size(); i++) {
            cases.add(at(sweep, i));
        }
        return cases;
    }
}
