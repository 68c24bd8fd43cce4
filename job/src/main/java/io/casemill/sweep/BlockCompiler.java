package io.casemill.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the blocks of a definition into index-addressable cases. Used by one thread, once. */
final class BlockCompiler {
    private final SweepDefinition definition;
    private final TableSource tables;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, TableSource.Table> opened = new HashMap<>();
    private final List<@Nullable Enumeration> enumerations = new ArrayList<>();

    BlockCompiler(SweepDefinition definition, TableSource tables) {
        this.definition = definition;
        this.tables = tables;
        for (Parameter parameter : definition.parameters()) {
            positions.put(parameter.name(), positions.size());
            enumerations.add(Enumeration.of(parameter));
        }
    }

    /** The cases of a block. Throws {@link IllegalArgumentException} that names the block when it makes no sense. */
    BlockCases compile(Block block) {
        try {
            return cases(block);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid block '" + block.name() + "': " + e.getMessage(), e);
        }
    }

    private BlockCases cases(Block block) {
        boolean[] given = new boolean[positions.size()];
        BlockCases.Points points = points(block.points(), given);
        BlockCases.Draw[] draws = draws(block, given);
        @Nullable Object[] fixed = fixed(block, given);
        long samples = block.sample() == null ? 1 : block.sample().n();
        if (samples < 1) {
            throw new IllegalArgumentException("n must be at least 1, is " + samples);
        }
        return new BlockCases(block.name(), fixed, points, draws, samples, PointOrders.times(points.count(), samples));
    }

    private BlockCases.Points points(Block.@Nullable Points points, boolean[] given) {
        if (points == null) {
            return PointOrders.product(new int[0], List.of());
        }
        if (points instanceof Block.Product product) {
            int[] targets = take(product.over(), given);
            return PointOrders.product(targets, enumerations(targets));
        }
        if (points instanceof Block.Zip zip) {
            int[] targets = take(zip.over(), given);
            return PointOrders.zip(zip.over(), targets, enumerations(targets));
        }
        if (points instanceof Block.Listed listed) {
            return listed(listed, given);
        }
        return table((Block.Table) points, given);
    }

    private BlockCases.Points listed(Block.Listed listed, boolean[] given) {
        int[] targets = take(listed.names(), given);
        Object[][] rows = new Object[listed.rows().size()][];
        for (int i = 0; i < rows.length; i++) {
            List<Object> row = listed.rows().get(i);
            if (row.size() != targets.length) {
                throw new IllegalArgumentException("row " + (i + 1) + " of the list has " + row.size() + " values for "
                        + targets.length + " parameters");
            }
            rows[i] = new Object[targets.length];
            for (int j = 0; j < targets.length; j++) {
                rows[i][j] = typed(targets[j], row.get(j));
            }
        }
        return PointOrders.listed(targets, rows);
    }

    private BlockCases.Points table(Block.Table block, boolean[] given) {
        TableSource.Table table = opened.computeIfAbsent(block.table(), this::open);
        if (table.rows() != block.rows()) {
            throw new IllegalArgumentException("the table '" + block.table() + "' has " + table.rows()
                    + " rows and not " + block.rows() + "; it changed since it was imported, validate the sweep again");
        }
        List<String> names = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (Parameter parameter : definition.parameters()) {
            if (parameter.source() instanceof ValueSource.TableColumn source
                    && source.table().equals(block.table())) {
                names.add(parameter.name());
                columns.add(column(table, source, parameter.type()));
            }
        }
        return PointOrders.table(
                take(names, given), table, columns.stream().mapToInt(i -> i).toArray());
    }

    private TableSource.Table open(String table) {
        try {
            return tables.open(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int column(TableSource.Table table, ValueSource.TableColumn source, ColumnType type) {
        int found = table.columns().indexOf(new Column(source.column(), type));
        if (found < 0) {
            throw new IllegalArgumentException("the table '" + source.table() + "' has no column '" + source.column()
                    + "' of type " + type + "; it has " + table.columns());
        }
        return found;
    }

    private BlockCases.Draw[] draws(Block block, boolean[] given) {
        if (block.sample() == null) {
            return new BlockCases.Draw[0];
        }
        List<String> over = block.sample().over();
        int[] targets = take(over, given);
        BlockCases.Draw[] draws = new BlockCases.Draw[targets.length];
        for (int i = 0; i < draws.length; i++) {
            Parameter parameter = definition.parameters().get(targets[i]);
            Distribution distribution = Distribution.of(parameter);
            if (distribution == null) {
                throw new IllegalArgumentException("the parameter '" + parameter.name()
                        + "' has no distribution; give it one, or vary it in a product");
            }
            ByteBuffer key = ByteBuffer.wrap(new Digest()
                    .add("casemill sample 1")
                    .add(definition.seed())
                    .add(block.name())
                    .add(parameter.name())
                    .bytes());
            draws[i] = new BlockCases.Draw(targets[i], distribution, key.getLong(), key.getLong());
        }
        return draws;
    }

    private @Nullable Object[] fixed(Block block, boolean[] given) {
        @Nullable Object[] fixed = new Object[given.length];
        block.set().forEach((name, value) -> {
            int position = take(List.of(name), given)[0];
            fixed[position] = typed(position, value);
        });
        for (int i = 0; i < given.length; i++) {
            fixed[i] = given[i] ? fixed[i] : resting(i);
        }
        return fixed;
    }

    /** The value of a parameter that the block leaves alone: its nominal, or its only one. */
    private Object resting(int position) {
        Parameter parameter = definition.parameters().get(position);
        if (parameter.nominal() != null) {
            return typed(position, parameter.nominal());
        }
        Enumeration enumeration = enumerations.get(position);
        if (enumeration == null || enumeration.count() != 1) {
            throw new IllegalArgumentException("the parameter '" + parameter.name()
                    + "' is neither varied nor set and has no nominal value; vary it, set it or give it a nominal");
        }
        return enumeration.value(0);
    }

    private Object typed(int position, Object value) {
        Parameter parameter = definition.parameters().get(position);
        try {
            return Typed.value(value, parameter.type());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter '" + parameter.name() + "': " + e.getMessage(), e);
        }
    }

    private List<Enumeration> enumerations(int[] targets) {
        List<Enumeration> found = new ArrayList<>();
        for (int target : targets) {
            Enumeration enumeration = enumerations.get(target);
            if (enumeration == null) {
                throw new IllegalArgumentException("the parameter '"
                        + definition.parameters().get(target).name()
                        + "' has no values to enumerate; sample it, or give it values, a range or a spacing");
            }
            found.add(enumeration);
        }
        return found;
    }

    /** The positions of these parameters, each of which the block gives here and nowhere else. */
    private int[] take(List<String> names, boolean[] given) {
        int[] taken = new int[names.size()];
        for (int i = 0; i < taken.length; i++) {
            Integer position = positions.get(names.get(i));
            if (position == null) {
                throw new IllegalArgumentException("there is no parameter '" + names.get(i) + "'; declare it");
            }
            if (given[position]) {
                throw new IllegalArgumentException(
                        "the parameter '" + names.get(i) + "' is given more than once; keep one");
            }
            given[position] = true;
            taken[i] = position;
        }
        return taken;
    }
}
