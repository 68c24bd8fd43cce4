package io.casemill.config;

import io.casemill.config.Parameters.Draft;
import io.casemill.sweep.Block;
import io.casemill.sweep.Block.Points;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.ValueSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of cases; points of tables get their number of rows when the tables are scanned. */
final class Blocks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final List<String> POINTS = List.of("product", "zip", "list", "table");
    private static final long MOST_SAMPLES = 1_000_000_000_000L;

    private final Parameters parameters;
    private final TableImports tables;
    private final PointsReader points;
    private final Map<String, String> blockNames = new HashMap<>();

    Blocks(Parameters parameters, TableImports tables) {
        this.parameters = parameters;
        this.tables = tables;
        this.points = new PointsReader(parameters, tables);
    }

    /**
     * A block as read.
     *
     * @param site where it stands
     * @param sound whether nothing was reported in it
     */
    record Read(Block block, Site site, boolean sound) {}

    /** The blocks of the section, or the one block that stands for its absence. */
    List<Read> read(@Nullable Field section, Field sweep, Problems problems) {
        List<Read> blocks = new ArrayList<>();
        if (section == null) {
            Read whole = new DefaultBlock(parameters, tables).read(sweep);
            return whole == null ? blocks : List.of(whole);
        }
        for (Field element : section.elements("write blocks: [{block: all, product: [r, c]}]")) {
            int before = problems.count();
            Block block = block(element);
            if (block != null) {
                blocks.add(new Read(block, element.site(), problems.count() == before));
            }
        }
        return blocks;
    }

    private @Nullable Block block(Field element) {
        Fields fields = element.fields(Keys.BLOCK);
        if (fields == null) {
            return null;
        }
        String name = name(fields);
        List<String> kinds = POINTS.stream().filter(fields::has).toList();
        if (kinds.size() > 1) {
            element.keySite(kinds.get(1))
                    .wrong(
                            "excludes " + kinds.get(0) + ", which is there too",
                            "write one block for each, or combine product with sample");
            return null;
        }
        Field field = kinds.isEmpty() ? null : fields.optional(kinds.get(0));
        Points read = field == null ? null : points.read(kinds.get(0), field);
        Block.Sample sample = sample(fields.optional("sample"));
        Map<String, Object> set = set(fields.optional("set"));
        refuseTwice(fields, read, sample, set);
        return name == null ? null : new Block(name, read, sample, set);
    }

    private @Nullable String name(Fields fields) {
        Field field = fields.required("block", "a name such as corners");
        String name = field == null ? null : field.text();
        if (field == null || name == null) {
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            field.wrong(
                    Shown.quoted(name) + " cannot name a block",
                    "start with a letter, then letters, digits, underscores and hyphens, at most 64 characters");
            return null;
        }
        String other = blockNames.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (other != null) {
            field.wrong("there is a block '" + other + "' already", "choose names that differ beyond case");
        }
        return name;
    }

    private Block.@Nullable Sample sample(@Nullable Field section) {
        Fields fields = section == null ? null : section.fields(Keys.SAMPLE);
        if (fields == null) {
            return null;
        }
        Field over = fields.required("over", "the parameters with a distribution, such as [tol]");
        Set<String> sampled = new LinkedHashSet<>();
        for (Field element : over == null ? List.<Field>of() : over.elements("name parameters: [tol]")) {
            String name = element.text();
            Draft draft = name == null ? null : parameters.find(name, element.site());
            if (draft == null) {
                continue;
            }
            if (draft.source != null && !Sources.isDistribution(draft.source)) {
                element.wrong(
                        draft.name + " has no distribution to sample from",
                        "give it one, such as normal: {mean: 0, sd: 0.01}, or name it in product");
            } else if (!sampled.add(draft.name)) {
                element.wrong(draft.name + " is named twice", "name it once");
            }
        }
        Long n = fields.whole("n", "1000", 1, MOST_SAMPLES);
        return n == null ? null : new Block.Sample(List.copyOf(sampled), n);
    }

    private Map<String, Object> set(@Nullable Field section) {
        Map<String, Object> set = new LinkedHashMap<>();
        if (section != null) {
            section.entries("write names with values: {tol: 0}").forEach((name, field) -> {
                Draft draft = parameters.find(name, section.keySite(name));
                Object value = draft == null ? null : draft.accept(field);
                if (value != null) {
                    set.put(name, value);
                }
            });
        }
        return set;
    }

    private static void refuseTwice(
            Fields fields, @Nullable Points points, Block.@Nullable Sample sample, Map<String, Object> set) {
        Set<String> varied = new LinkedHashSet<>(PointsReader.names(points));
        for (String name : sample == null ? List.<String>of() : sample.over()) {
            if (!varied.add(name)) {
                fields.field()
                        .keySite("sample")
                        .wrong(name + " is sampled and varied by the points too", "keep one of them");
            }
        }
        for (String name : set.keySet()) {
            if (varied.contains(name)) {
                fields.field().keySite("set").wrong(name + " is varied by the block too", "leave it out of set");
            }
        }
    }

    /** Reports parameters that a block gives no value. Call when every table's columns are known. */
    void checkCoverage(List<Read> blocks) {
        for (Read read : blocks) {
            if (!read.sound()) {
                continue;
            }
            Block block = read.block();
            Set<String> given = new LinkedHashSet<>(block.set().keySet());
            given.addAll(
                    block.points() instanceof Block.Table table
                            ? tables.parameters(table.table())
                            : PointsReader.names(block.points()));
            if (block.sample() != null) {
                given.addAll(block.sample().over());
            }
            for (Draft draft : parameters.all()) {
                if (draft.source != null && draft.nominal == null && !given.contains(draft.name)) {
                    read.site().wrong("block " + block.name() + " gives " + draft.name + " no value", remedy(draft));
                }
            }
        }
    }

    /** Reports blocks with which the sweep has more cases than a table can hold. Call when tables are scanned. */
    void checkSize(List<Read> blocks) {
        double cases = 0;
        for (Read read : blocks) {
            Block.Sample sample = read.block().sample();
            cases += points.count(read.block().points()) * (sample == null ? 1.0 : sample.n());
            if (cases > Sweep.MAX_SIZE) {
                read.site()
                        .wrong(
                                "with block " + read.block().name() + " the sweep has more than 2^53 cases",
                                "vary fewer parameters, or give them fewer values");
                return;
            }
        }
    }

    private static String remedy(Draft draft) {
        boolean distribution = draft.source != null && Sources.isDistribution(draft.source);
        boolean table = draft.source instanceof ValueSource.TableColumn;
        String vary = distribution ? "sample it" : table ? "use a block over its table" : "name it in product";
        return vary + ", fix it with set: {" + draft.name + ": …}, or give the parameter a nominal value";
    }

    /** The finished blocks, values in the parameters' types. Call only when nothing was reported. */
    List<Block> finished(List<Read> blocks) {
        List<Block> finished = new ArrayList<>();
        for (Read read : blocks) {
            Block block = read.block();
            Map<String, Object> set = new LinkedHashMap<>();
            block.set().forEach((name, value) -> set.put(name, Values.as(parameters.type(name), value)));
            finished.add(new Block(block.name(), points.finished(block.points()), block.sample(), set));
        }
        return finished;
    }
}
