package io.casemill.config;

import io.casemill.config.Parameters.Draft;
import io.casemill.sweep.Block;
import io.casemill.sweep.Block.Points;
import io.casemill.sweep.ValueSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one block of a sweep file without {@code cases}: the product of all enumerations, or the rows of its one table. */
final class DefaultBlock {
    private final Parameters parameters;
    private final TableImports tables;

    DefaultBlock(Parameters parameters, TableImports tables) {
        this.parameters = parameters;
        this.tables = tables;
    }

    /** Null after a report, or when parameters that were refused leave open what the block is. */
    Blocks.@Nullable Read read(Field sweep) {
        List<String> enumerated = new ArrayList<>();
        List<String> distributed = new ArrayList<>();
        Set<String> files = new LinkedHashSet<>();
        for (Draft draft : parameters.all()) {
            ValueSource source = draft.source;
            if (source == null) {
                return null;
            }
            if (source instanceof ValueSource.TableColumn column) {
                files.add(column.table());
            } else if (Sources.isDistribution(source)) {
                distributed.add(draft.name);
            } else if (Sources.count(source) >= 0) {
                enumerated.add(draft.name);
            }
        }
        if (!distributed.isEmpty()) {
            sweep.wrong(
                    "cases is missing, but " + Names.listed(distributed) + " can only be sampled",
                    "write cases: [{block: mc, " + product(enumerated) + "sample: {over: " + Names.example(distributed)
                            + ", n: 1000}}]");
            return null;
        }
        if (files.size() > 1 || (!files.isEmpty() && !enumerated.isEmpty())) {
            sweep.wrong(
                    "cases is missing, and it is not clear how the table's rows and other values combine",
                    "write cases: [{block: imported, table: " + files.iterator().next() + ", set: {…}}]");
            return null;
        }
        Points points = enumerated.isEmpty() ? null : new Block.Product(enumerated);
        if (!files.isEmpty()) {
            String path = tables.use(files.iterator().next(), sweep.keySite("parameters"));
            if (path == null) {
                return null;
            }
            points = new Block.Table(path, 0);
        }
        return new Blocks.Read(new Block("all", points, null, Map.of()), sweep.site(), true);
    }

    private static String product(List<String> enumerated) {
        return enumerated.isEmpty() ? "" : "product: " + Names.example(enumerated) + ", ";
    }
}
