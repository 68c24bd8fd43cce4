package io.casemill.gather;

import io.casemill.plan.IndexRange;
import io.casemill.status.Segment;
import io.casemill.status.SegmentName;
import io.casemill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * All segments of a run directory: those that commits told of, and those that attempts left which never reported.
 * Listing the store is the truth; commits only save reading footers.
 */
final class Catalog {
    /** Footers read by one task. */
    private static final int FOOTERS_PER_TASK = 500;

    private final JavaSparkContext spark;
    private final Store store;

    Catalog(JavaSparkContext spark, Store store) {
        this.spark = spark;
        this.store = store;
    }

    /** Keeps which cases each partition of an epoch was given: it tells what a segment without a footer may have held. */
    static void keepRanges(Store store, int epoch, List<IndexRange> ranges) throws IOException {
        StringBuilder text = new StringBuilder();
        for (IndexRange range : ranges) {
            text.append(range.from()).append(' ').append(range.to()).append('\n');
        }
        store.putIfAbsent(rangesPath(epoch), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Every published segment.
     *
     * @param known segments that commits told of
     */
    List<Evidence> segments(List<Segment> known) throws IOException {
        Map<String, Segment> told = new HashMap<>();
        known.forEach(segment -> told.put(segment.path(), segment));
        List<Evidence> all = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (SegmentName name : SegmentName.published(store)) {
            String path = name.path();
            Segment segment = told.get(path);
            if (segment == null) {
                silent.add(path);
            } else {
                all.add(new Evidence(path, segment.minCaseId(), segment.maxCaseId(), null));
            }
        }
        all.addAll(withRanges(footers(silent)));
        return all;
    }

    private List<Evidence> footers(List<String> paths) {
        if (paths.isEmpty()) {
            return List.of();
        }
        int tasks = Math.max(1, Math.min(paths.size(), paths.size() / FOOTERS_PER_TASK + spark.defaultParallelism()));
        return spark.parallelize(paths, tasks)
                .mapPartitions(new FooterTask(store.root().toString()))
                .collect();
    }

    /** A segment whose footer is damaged may have told of any case of its partition. */
    private List<Evidence> withRanges(List<Evidence> found) throws IOException {
        List<Evidence> all = new ArrayList<>();
        for (Evidence each : found) {
            IndexRange range = each.damage() == null ? null : rangeOf(each.path());
            all.add(range == null ? each : new Evidence(each.path(), range.from(), range.to() - 1, each.damage()));
        }
        return all;
    }

    private @org.jspecify.annotations.Nullable IndexRange rangeOf(String path) throws IOException {
        SegmentName name = SegmentName.of(path);
        String ranges = rangesPath(name.epoch());
        if (!store.exists(ranges)) {
            return null;
        }
        List<String> lines =
                new String(store.read(ranges), StandardCharsets.UTF_8).lines().toList();
        if (name.partition() >= lines.size()) {
            return null;
        }
        String[] ends = lines.get(name.partition()).split(" ", -1);
        return new IndexRange(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }

    private static String rangesPath(int epoch) {
        return SegmentName.folder(epoch) + "/_ranges";
    }
}
