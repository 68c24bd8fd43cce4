package io.casemill.config;

import io.casemill.config.Parameters.Draft;
import io.casemill.sweep.Block;
import io.casemill.sweep.Block.Points;
import io.casemill.sweep.ValueSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the points of a block are enumerated. */
final class PointsReader {
    private final Parameters parameters;
    private final TableImports tables;

    PointsReader(Parameters parameters, TableImports tables) {
        this.parameters = parameters;
        this.tables = tables;
    }

    /** Null after a report. */
    @Nullable Points read(String kind, Field field) {
        return switch (kind) {
            case "product" -> new Block.Product(enumerated(field));
            case "zip" -> zip(field);
            case "list" -> listed(field);
            default -> table(field);
        };
    }

    /** The parameters that points vary, other than those of a table. */
    static List<String> names(@Nullable Points points) {
        if (points instanceof Block.Product product) {
            return product.over();
        }
        if (points instanceof Block.Zip zip) {
            return zip.over();
        }
        return points instanceof Block.Listed listed ? listed.names() : List.of();
    }

    private List<String> enumerated(Field field) {
        Set<String> over = new LinkedHashSet<>();
        for (Field element : field.elements("name parameters: " + Names.example(parameters.names()))) {
            String name = element.text();
            Draft draft = name == null ? null : parameters.find(name, element.site());
            if (draft == null) {
                continue;
            }
            ValueSource source = draft.source;
            if (source != null && Sources.isDistribution(source)) {
                element.wrong(draft.name + " has a distribution, not an enumeration", "name it in sample: {over: […]}");
            } else if (source != null && Sources.count(source) < 0) {
                element.wrong(
                        draft.name
                                + (source instanceof ValueSource.TableColumn ? " is a table's column" : " is constant"),
                        source instanceof ValueSource.TableColumn
                                ? "use a block over the table"
                                : "leave it out, or give it values: [1k, 2.2k]");
            } else if (!over.add(draft.name)) {
                element.wrong(draft.name + " is named twice", "name it once");
            }
        }
        return List.copyOf(over);
    }

    private Points zip(Field field) {
        List<String> over = enumerated(field);
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : over) {
            Draft draft = parameters.find(name);
            if (draft != null && draft.source != null) {
                counts.put(name, Sources.count(draft.source));
            }
        }
        if (counts.values().stream().distinct().count() > 1) {
            List<String> described = counts.entrySet().stream()
                    .map(count -> count.getKey() + " has " + count.getValue())
                    .toList();
            field.wrong(
                    "the numbers of values differ: " + Names.listed(described),
                    "give all of them the same number, or use product");
        }
        return new Block.Zip(over);
    }

    private @Nullable Points listed(Field field) {
        List<String> names = List.of();
        List<List<Object>> rows = new ArrayList<>();
        for (Field element : field.elements("write points: [{r: 1k, c: 10n}]")) {
            Map<String, Field> entries = element.entries("write names with values: {r: 1k, c: 10n}");
            if (element.isMapping() && entries.isEmpty()) {
                element.wrong("the point is empty", "write names with values: {r: 1k, c: 10n}");
            }
            if (names.isEmpty()) {
                names = List.copyOf(entries.keySet());
                names.forEach(name -> parameters.find(name, element.keySite(name)));
            }
            rows.add(row(element, entries, names));
        }
        boolean complete = !names.isEmpty();
        for (List<Object> row : rows) {
            complete &= row.size() == names.size();
        }
        return complete ? new Block.Listed(names, rows) : null;
    }

    private List<Object> row(Field element, Map<String, Field> entries, List<String> names) {
        List<Object> row = new ArrayList<>();
        for (String name : names) {
            Field value = entries.get(name);
            Draft draft = parameters.find(name);
            if (value == null) {
                element.wrong("has no " + name, "give each point the names of the first: " + Names.listed(names));
            }
            Object read = value == null || draft == null ? null : draft.accept(value);
            if (read != null) {
                row.add(read);
            }
        }
        for (String name : entries.keySet()) {
            if (!names.contains(name)) {
                element.keySite(name)
                        .wrong("is not among the names of the first point", "use these names: " + Names.listed(names));
            }
        }
        return row;
    }

    private @Nullable Points table(Field field) {
        String file = field.text();
        String path = file == null ? null : tables.use(file, field.site());
        return path == null ? null : new Block.Table(path, 0);
    }

    /** About how many points there are. */
    double count(@Nullable Points points) {
        if (points instanceof Block.Product product) {
            double count = 1;
            for (String name : product.over()) {
                count *= count(name);
            }
            return count;
        }
        if (points instanceof Block.Zip zip) {
            return zip.over().isEmpty() ? 1 : count(zip.over().get(0));
        }
        if (points instanceof Block.Listed listed) {
            return listed.rows().size();
        }
        return points instanceof Block.Table table ? tables.rows(table.table()) : 1;
    }

    private double count(String name) {
        Draft draft = parameters.find(name);
        return draft == null || draft.source == null ? 1 : Sources.count(draft.source);
    }

    /** The points with values in the parameters' types and tables with their rows. */
    @Nullable Points finished(@Nullable Points points) {
        if (points instanceof Block.Table table) {
            return new Block.Table(table.table(), tables.rows(table.table()));
        }
        if (!(points instanceof Block.Listed listed)) {
            return points;
        }
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : listed.rows()) {
            List<Object> typed = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                typed.add(Values.as(parameters.type(listed.names().get(i)), row.get(i)));
            }
            rows.add(typed);
        }
        return new Block.Listed(listed.names(), rows);
    }
}
