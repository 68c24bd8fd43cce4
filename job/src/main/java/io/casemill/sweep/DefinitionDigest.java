package io.casemill.sweep;

import io.casemill.sweep.RunnerDefinition.Command;
import io.casemill.sweep.RunnerDefinition.CsvCell;
import io.casemill.sweep.RunnerDefinition.Extractor;
import io.casemill.sweep.RunnerDefinition.Function;
import io.casemill.sweep.RunnerDefinition.How;
import io.casemill.sweep.RunnerDefinition.JsonPointer;
import io.casemill.sweep.RunnerDefinition.KeyValue;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import io.casemill.sweep.RunnerDefinition.Regex;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The digest of everything in a definition that decides the result of a case with given values: the runner, the
 * derived values, the input files, the versions, the seed, and the names and types of the parameters.
 *
 * <p>What only selects, judges or keeps cases is not in it: name, blocks, {@code where}, limits, failure policy, the
 * outputs' limits and units, which directories are kept, and imported tables, whose rows are values like any other.
 */
final class DefinitionDigest {
    private DefinitionDigest() {}

    /** The digest, 32 bytes, over the definition and whatever else decides results, such as versions. */
    static byte[] of(SweepDefinition definition, List<String> extra) {
        Digest digest = new Digest().add("casemill case 1").add(definition.seed());
        addRunner(digest, definition.runner());
        digest.addSorted(definition.derive());
        digest.addSorted(definition.parameters().stream()
                .collect(Collectors.toMap(
                        Parameter::name, parameter -> parameter.type().name())));
        digest.addSorted(inputs(definition));
        return digest.addAll(extra).bytes();
    }

    private static void addRunner(Digest digest, RunnerDefinition runner) {
        if (runner instanceof Function function) {
            digest.add("function").add(function.name()).add(function.version());
        } else if (runner instanceof Command command) {
            digest.add("command")
                    .addAll(command.argv())
                    .addSorted(command.files())
                    .addSorted(command.env());
            digest.add(command.outputs().size());
            Map<String, Extractor> sorted = new TreeMap<>();
            command.outputs().forEach(extractor -> sorted.put(extractor.output(), extractor));
            sorted.values().forEach(extractor -> addExtractor(digest, extractor));
            digest.addAll(new TreeSet<>(
                    command.success().stream().map(String::valueOf).toList()));
        } else if (runner instanceof Ngspice ngspice) {
            digest.add("ngspice").add(ngspice.netlist()).addAll(new TreeSet<>(ngspice.measures()));
            digest.add(ngspice.simulator()).addAll(ngspice.version() == null ? List.of() : List.of(ngspice.version()));
        }
    }

    private static void addExtractor(Digest digest, Extractor extractor) {
        digest.add(extractor.output()).addAll(extractor.file() == null ? List.of() : List.of(extractor.file()));
        How how = extractor.how();
        if (how instanceof Regex regex) {
            digest.add("regex").add(regex.pattern());
        } else if (how instanceof JsonPointer json) {
            digest.add("json").add(json.pointer());
        } else if (how instanceof CsvCell csv) {
            digest.add("csv").add(csv.column()).add(csv.row());
        } else if (how instanceof KeyValue key) {
            digest.add("key").add(key.key());
        }
    }

    private static Map<String, String> inputs(SweepDefinition definition) {
        Set<String> left = tables(definition);
        left.removeAll(readByRunner(definition.runner()));
        Map<String, String> digests = new TreeMap<>();
        for (InputFile input : definition.inputs()) {
            if (!left.contains(input.path())) {
                digests.put(input.path(), input.sha256());
            }
        }
        return digests;
    }

    private static Set<String> tables(SweepDefinition definition) {
        Set<String> tables = new HashSet<>();
        for (Block block : definition.blocks()) {
            if (block.points() instanceof Block.Table table) {
                tables.add(table.table());
            }
        }
        for (Parameter parameter : definition.parameters()) {
            if (parameter.source() instanceof ValueSource.TableColumn column) {
                tables.add(column.table());
            }
        }
        return tables;
    }

    /** A table that the runner reads too decides every result. */
    private static Set<String> readByRunner(RunnerDefinition runner) {
        Set<String> read = new HashSet<>();
        if (runner instanceof Command command) {
            read.addAll(command.argv());
            read.addAll(command.files().values());
        } else if (runner instanceof Ngspice ngspice) {
            read.add(ngspice.netlist());
        }
        return read;
    }
}
