package io.casemill.status;

import io.casemill.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment: {@code status/e000001/p00042-a0.1-s003.parquet}. No two partition attempts share one: Spark
 * repeats the attempt number of a task when it retries a stage, so the stage's attempt is part of the name.
 *
 * @param epoch the driver's turn, at least 1
 * @param partition Spark's partition id, at least 0
 * @param stageAttempt Spark's number of the stage attempt, at least 0
 * @param taskAttempt Spark's attempt number of the task in its stage attempt, at least 0
 * @param sequence counts the segments of the partition attempt from 0
 */
public record SegmentName(int epoch, int partition, int stageAttempt, int taskAttempt, int sequence)
        implements Comparable<SegmentName> {
    /** The folder of all epochs. */
    public static final String ROOT = "status";

    private static final Pattern PATH =
            Pattern.compile("status/e(\\d{6,9})/p(\\d{5,9})-a(\\d{1,9})\\.(\\d{1,9})-s(\\d{3,9})\\.parquet");
    private static final Comparator<SegmentName> ORDER = Comparator.comparingInt(SegmentName::epoch)
            .thenComparingInt(SegmentName::stageAttempt)
            .thenComparingInt(SegmentName::taskAttempt)
            .thenComparingInt(SegmentName::partition)
            .thenComparingInt(SegmentName::sequence);

    public SegmentName {
        if (epoch < 1 || partition < 0 || stageAttempt < 0 || taskAttempt < 0 || sequence < 0) {
            throw new IllegalArgumentException("Invalid segment: epoch " + epoch + ", partition " + partition
                    + ", stage attempt " + stageAttempt + ", task attempt " + taskAttempt + ", sequence " + sequence);
        }
    }

    /** The name of the segment at that path. Throws {@link IllegalArgumentException} when the path is not a segment's. */
    public static SegmentName of(String path) {
        Matcher matcher = PATH.matcher(path);
        if (matcher.matches()) {
            SegmentName name = new SegmentName(
                    number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4), number(matcher, 5));
            // One name, one path: no second spelling with leading zeros.
            if (name.path().equals(path)) {
                return name;
            }
        }
        throw new IllegalArgumentException(
                "Invalid segment path \"" + path + "\": must look like status/e000001/p00042-a0.1-s003.parquet");
    }

    /** The names of all published segments of a run directory, in order. Files of other names are not segments. */
    public static List<SegmentName> published(Store store) throws IOException {
        List<SegmentName> names = new ArrayList<>();
        for (String epoch : store.folders(ROOT)) {
            list(store, ROOT + "/" + epoch, names);
        }
        Collections.sort(names);
        return names;
    }

    /** The same of one epoch. */
    public static List<SegmentName> published(Store store, int epoch) throws IOException {
        List<SegmentName> names = new ArrayList<>();
        list(store, folder(epoch), names);
        Collections.sort(names);
        return names;
    }

    private static void list(Store store, String folder, List<SegmentName> names) throws IOException {
        for (Store.Entry entry : store.list(folder)) {
            String path = folder + "/" + entry.name();
            if (PATH.matcher(path).matches()) {
                names.add(of(path));
            }
        }
    }

    /** The folder of an epoch's segments. */
    public static String folder(int epoch) {
        return String.format(Locale.ROOT, "%s/e%06d", ROOT, epoch);
    }

    /** The path below the run directory. */
    public String path() {
        return String.format(
                Locale.ROOT,
                "%s/p%05d-a%d.%d-s%03d.parquet",
                folder(epoch),
                partition,
                stageAttempt,
                taskAttempt,
                sequence);
    }

    /** The name with another sequence number. */
    public SegmentName withSequence(int other) {
        return new SegmentName(epoch, partition, stageAttempt, taskAttempt, other);
    }

    /** By epoch, stage attempt, task attempt, partition, sequence. */
    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
