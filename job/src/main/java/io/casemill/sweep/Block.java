package io.casemill.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A block of cases. Its points are the product of the {@code product} parameters (the last varies fastest), or the
 * zipped, listed or imported points; with {@code sample} there are {@code n} samples at each point.
 *
 * @param name unique in the sweep
 * @param points which points the block has, or null for one point (a block that only samples)
 * @param sample the sampled parameters, or null
 * @param set values that the block fixes
 */
public record Block(
        String name, @Nullable Points points, @Nullable Sample sample, Map<String, Object> set) {

    public Block {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }

    /** How the points of a block are enumerated. */
    public sealed interface Points {}

    /** Every combination of the named parameters. */
    public record Product(List<String> over) implements Points {
        public Product {
            over = List.copyOf(over);
        }
    }

    /** The named parameters in step; all have the same number of values. */
    public record Zip(List<String> over) implements Points {
        public Zip {
            over = List.copyOf(over);
        }
    }

    /** Explicit points, by position in {@code names}. */
    public record Listed(List<String> names, List<List<Object>> rows) implements Points {
        public Listed {
            names = List.copyOf(names);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * The rows of an imported table, all of whose columns are parameters.
     *
     * @param table the path of the input file
     * @param rows the number of rows
     */
    public record Table(String table, long rows) implements Points {}

    /**
     * @param over the sampled parameters, all with a distribution
     * @param n samples at each point, at least 1
     */
    public record Sample(List<String> over, long n) {
        public Sample {
            over = List.copyOf(over);
        }
    }
}
