package io.casemill.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a sweep, by index. A case is a function of its index alone: the same values on any machine, in any
 * thread, in any order. Cases are never held; one costs a search among the blocks and the boxing of its numbers.
 * Immutable; safe for any thread.
 *
 * <p>Indices follow the blocks in file order. Within a block, {@code index = point * n + sample}: points in the order of
 * {@link Block}, with {@code n} samples at each. A sampled value is keyed by seed, block name, parameter name, point and
 * sample, and not by the index: taking more samples keeps those that were taken.
 */
public final class Sweep {
    /** The largest size: 2^53 cases, so that an index is exact as a double in whatever reads the table. */
    public static final long MAX_SIZE = 1L << 53;

    // Separates the seeds of cases from all other uses of the generator, whose keys are digests.
    private static final long CASE_SEED = 0x6361_7365_2073_6565L;

    private final SweepDefinition definition;
    private final List<Column> parameters;
    private final BlockCases[] blocks;
    private final long[] starts;

    private Sweep(SweepDefinition definition, List<Column> parameters, BlockCases[] blocks, long[] starts) {
        this.definition = definition;
        this.parameters = parameters;
        this.blocks = blocks;
        this.starts = starts;
    }

    /**
     * The sweep that a definition describes. Blocks while the tables are opened.
     *
     * @throws IllegalArgumentException when the definition describes no sweep, or one of more than {@link #MAX_SIZE}
     *     cases; the message names block and parameter
     * @throws java.io.UncheckedIOException when a table cannot be opened
     */
    public static Sweep of(SweepDefinition definition, TableSource tables) {
        BlockCompiler compiler = new BlockCompiler(definition, tables);
        List<BlockCases> blocks = new ArrayList<>();
        long[] starts = new long[definition.blocks().size() + 1];
        Set<String> names = new HashSet<>();
        for (Block block : definition.blocks()) {
            if (!names.add(block.name())) {
                throw new IllegalArgumentException(
                        "Invalid block '" + block.name() + "': the name is taken by another block; rename one");
            }
            BlockCases cases = compiler.compile(block);
            blocks.add(cases);
            long end = starts[blocks.size() - 1] + cases.size();
            if (end > MAX_SIZE) {
                throw new IllegalArgumentException("Invalid block '" + block.name() + "': with it the sweep has " + end
                        + " cases, at most " + MAX_SIZE + " (2^53) are possible; vary fewer parameters or take fewer"
                        + " values");
            }
            starts[blocks.size()] = end;
        }
        List<Column> columns = definition.parameters().stream()
                .map(parameter -> new Column(parameter.name(), parameter.type()))
                .toList();
        return new Sweep(definition, columns, blocks.toArray(new BlockCases[0]), starts);
    }

    /**
     * The seed that one case hands to its computation.
     *
     * @param seed the sweep's seed
     * @param caseId the case's index
     */
    public static long caseSeed(long seed, long caseId) {
        return Philox.word(seed, CASE_SEED, caseId, 0, 0, 0);
    }

    public SweepDefinition definition() {
        return definition;
    }

    /** How many cases there are. */
    public long size() {
        return starts[blocks.length];
    }

    /** The parameters in file order, which is the order of {@link #at}. */
    public List<Column> parameters() {
        return parameters;
    }

    /** How many cases a block has. Throws {@link IllegalArgumentException} when there is none of that name. */
    public long size(String block) {
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i].name().equals(block)) {
                return starts[i + 1] - starts[i];
            }
        }
        throw new IllegalArgumentException("Invalid block " + block + ": the sweep has none of that name");
    }

    /** The name of the block that holds a case. */
    public String block(long index) {
        return blocks[blockAt(index)].name();
    }

    /**
     * The parameter values of a case.
     *
     * @param index from 0 to {@code size() - 1}
     * @param target receives the values by position in {@link #parameters}, each a {@link Double}, {@link Long},
     *     {@link Boolean} or {@link String}; elements after them keep what they hold
     */
    public void at(long index, @Nullable Object[] target) {
        int block = blockAt(index);
        blocks[block].fill(index - starts[block], target);
    }

    private int blockAt(long index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("No case " + index + ": the sweep has " + size() + " cases");
        }
        int low = 0;
        int high = blocks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
