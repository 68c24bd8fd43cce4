package io.casemill.gather;

import io.casemill.config.SweepJson;
import io.casemill.master.Epoch;
import io.casemill.master.Publication;
import io.casemill.master.Version;
import io.casemill.master.VersionFile;
import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import io.casemill.plan.IndexRange;
import io.casemill.plan.Plan;
import io.casemill.profile.Phase;
import io.casemill.status.Segment;
import io.casemill.status.Status;
import io.casemill.status.StatusColumns;
import io.casemill.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meets the plan with all durable statuses of a run directory: to learn what is settled before a run, and to publish the
 * master table after it. Used by the driver's thread.
 */
public final class Gather {
    private static final Logger LOG = LoggerFactory.getLogger(Gather.class);

    /** Cases of one task: bounds its memory, and the size of a part file. */
    private static final long LARGEST_RANGE = 25_000;

    private final JavaSparkContext spark;
    private final Plan plan;
    private final Store store;
    private final Catalog catalog;
    private final int forced;

    /**
     * @param store the run directory
     * @param forced the epoch of the last run that was to run everything again: its rows, and later ones, count before
     *     all earlier ones; 0 when there was none
     */
    public Gather(JavaSparkContext spark, Plan plan, Store store, int forced) {
        this.spark = spark;
        this.plan = plan;
        this.store = store;
        this.catalog = new Catalog(spark, store);
        this.forced = forced;
    }

    /**
     * A version that was published.
     *
     * @param version the version
     * @param counts of its rows
     * @param damaged paths of segments that could not be read and were moved to quarantine
     * @param contradictions the first cases with two completed rows that differ
     */
    public record Gathered(Version version, Counts counts, List<String> damaged, List<Long> contradictions) {}

    /** Which cases have a durable result that stands: same case, same key. */
    public CaseSet settled(Settles settles) throws IOException {
        List<Evidence> segments = catalog.segments(List.of());
        if (segments.isEmpty()) {
            return CaseSet.none();
        }
        List<IndexRange> ranges = ranges();
        return CaseSet.union(rows(ranges)
                .mapPartitions(new SettledTask(setup(ranges, segments), settles))
                .collect());
    }

    /** Keeps which cases each partition of an epoch was given, for the day when a segment's footer is damaged. */
    public void keepRanges(int epoch, List<CaseRange> ranges) throws IOException {
        Catalog.keepRanges(store, epoch, ranges.stream().map(CaseRange::range).toList());
    }

    /**
     * Publishes the next version of the master table, one row per planned case, and moves damaged segments to quarantine.
     *
     * @param epoch this driver's turn
     * @param known segments that commits told of
     */
    public Gathered publish(Epoch epoch, List<Segment> known, String sweepDigest) throws IOException {
        List<IndexRange> ranges = ranges();
        Publication publication = Publication.begin(store, epoch, Clock.systemUTC());
        List<String> paths =
                IntStream.range(0, ranges.size()).mapToObj(publication::part).toList();
        List<Evidence> segments = Phase.timed("gather: segments", () -> catalog.segments(known));
        PartTask task = new PartTask(setup(ranges, segments), paths, epoch.number());
        List<PartSummary> parts = Phase.timed(
                "gather: parts", () -> rows(ranges).mapPartitions(task).collect());

        Counts counts = parts.stream().map(PartSummary::counts).reduce(Counts.NONE, Counts::plus);
        List<VersionFile> files = parts.stream()
                .map(PartSummary::part)
                .filter(part -> part.rows() > 0)
                .toList();
        Version version = Phase.timed(
                "gather: publish", () -> publication.commit(files, byStatus(counts), columns(), sweepDigest));
        return new Gathered(
                version,
                counts,
                quarantine(damaged(segments, parts)),
                parts.stream()
                        .flatMap(part -> part.contradictions().stream())
                        .limit(10)
                        .toList());
    }

    private static Map<String, Long> byStatus(Counts counts) {
        return Map.of(
                Status.COMPLETED.id(), counts.completed(),
                Status.FAILED.id(), counts.failed(),
                Status.PENDING.id(), counts.pending());
    }

    /** Paths of segments whose footers or rows cannot be read, each once. */
    private static Set<String> damaged(List<Evidence> segments, List<PartSummary> parts) {
        return Stream.concat(
                        // Of some it is not even known which range they belong to, so no part tells of them.
                        segments.stream().filter(segment -> segment.damage() != null),
                        parts.stream().flatMap(part -> part.damaged().stream()))
                .map(Evidence::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Only after the commit: until then the next driver must find them where they are. */
    private List<String> quarantine(Set<String> damaged) throws IOException {
        for (String path : damaged) {
            store.move(path, "quarantine/" + path);
            LOG.warn("Status file corrupted: {} was moved to quarantine; the next run runs its cases again", path);
        }
        return List.copyOf(damaged);
    }

    private StatusColumns columns() {
        return StatusColumns.of(plan.columns(), plan.sweep().definition().outputs());
    }

    private JavaRDD<org.apache.spark.sql.catalyst.InternalRow> rows(List<IndexRange> ranges) {
        return plan.rows(ranges.stream().map(CaseRange::of).toList(), null).toJavaRDD();
    }

    private RangeTask.Setup setup(List<IndexRange> ranges, List<Evidence> segments) {
        return new RangeTask.Setup(
                store.root().toString(),
                SweepJson.write(plan.sweep().definition()),
                new ArrayList<>(plan.columns()),
                new ArrayList<>(ranges),
                new ArrayList<>(segments),
                forced);
    }

    private List<IndexRange> ranges() {
        long size = plan.sweep().size();
        long slots = Math.max(1, spark.defaultParallelism());
        long each = Math.max(1, Math.min(LARGEST_RANGE, (size + slots - 1) / slots));
        List<IndexRange> ranges = new ArrayList<>();
        for (long from = 0; from < size; from += each) {
            ranges.add(new IndexRange(from, Math.min(size, from + each)));
        }
        return ranges;
    }
}
