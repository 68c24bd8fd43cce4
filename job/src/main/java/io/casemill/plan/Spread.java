package io.casemill.plan;

import io.casemill.sweep.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Takes some cases of a plan, spread over all of it: the sweep is cut into equal stretches, and each gives its cases from a
 * random place on. The same sweep and numbers give the same cases.
 */
public final class Spread {
    /** With a condition, so many indices of a stretch are looked at for one that meets it. */
    private static final int LOOKED_AT = 64;

    private Spread() {}

    /**
     * Cases in an order such that the first of them are spread over the plan as well; none only when the plan has none.
     *
     * @param places how many stretches, at least 1
     * @param each how many neighbours a stretch gives, at least 1
     * @param alsoWhere a condition beside the sweep's own, or null
     * @throws InvalidExpressionException when Spark refuses the condition
     */
    public static List<Case> of(Plan plan, int places, int each, @Nullable String alsoWhere) {
        long size = plan.sweep().size();
        boolean filtered = alsoWhere != null || plan.sweep().definition().where() != null;
        int stretches = (int) Math.min(places, (size + each - 1) / each);
        int width = filtered ? Math.max(LOOKED_AT, each) : each;
        List<IndexRange> ranges =
                ranges(size, stretches, width, plan.sweep().definition().seed());
        List<Case> spread = pick(cases(plan, ranges, alsoWhere, Integer.MAX_VALUE), ranges, each);
        // Where cases are rare, the first of them are better than none.
        return spread.isEmpty() ? cases(plan, List.of(new IndexRange(0, size)), alsoWhere, places * each) : spread;
    }

    private static List<IndexRange> ranges(long size, int stretches, long width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<IndexRange> ranges = new ArrayList<>();
        for (int i = 0; i < stretches; i++) {
            long from = size / stretches * i + Math.min(i, size % stretches);
            long to = size / stretches * (i + 1) + Math.min(i + 1, size % stretches);
            long taken = Math.min(width, to - from);
            long start = from + random.nextLong(to - from - taken + 1);
            ranges.add(new IndexRange(start, start + taken));
        }
        return ranges;
    }

    private static List<Case> cases(Plan plan, List<IndexRange> ranges, @Nullable String alsoWhere, int most) {
        List<Case> cases = new ArrayList<>();
        List<CaseRange> partitions = ranges.stream().map(CaseRange::of).toList();
        for (Row row : plan.cases(partitions, alsoWhere).limit(most).collectAsList()) {
            @Nullable Object[] values = new Object[row.size() - 3];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i + 3);
            }
            cases.add(new Case(row.getLong(0), row.getString(1), row.getString(2), values));
        }
        cases.sort(Comparator.comparingLong(Case::id));
        return cases;
    }

    /** Of each stretch its first cases, the stretches in the order of their reversed bits. */
    private static List<Case> pick(List<Case> found, List<IndexRange> ranges, int each) {
        Map<Integer, List<Case>> byStretch = new HashMap<>();
        int stretch = 0;
        for (Case theCase : found) {
            while (theCase.id() >= ranges.get(stretch).to()) {
                stretch++;
            }
            List<Case> some = byStretch.computeIfAbsent(stretch, none -> new ArrayList<>());
            if (some.size() < each) {
                some.add(theCase);
            }
        }
        return byStretch.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> Integer.toUnsignedLong(Integer.reverse(entry.getKey()))))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
