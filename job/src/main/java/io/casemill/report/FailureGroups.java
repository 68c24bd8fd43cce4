package io.casemill.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Failures of the same kind together: same error class, and the same first line of the message once numbers and paths
 * are collapsed. Holds a bounded number of groups; what comes after that is counted per class. Used by one thread.
 */
public final class FailureGroups {
    /** How many groups are told apart. */
    public static final int LIMIT = 1_000;

    /** The message of the groups that hold what came too late. */
    public static final String OTHER = "other messages";

    private static final int LONGEST = 200;

    /** How much of a message is read: its length once its numbers are collapsed is what counts. */
    private static final int READ = 2_000;

    private static final Pattern PATH = Pattern.compile("(?:[A-Za-z]:)?(?:/[^\\s/:;,'\"()<>|]+){2,}/?");
    private static final Pattern HEX = Pattern.compile("\\b0x[0-9a-fA-F]+|\\b[0-9a-f]{16,}\\b");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?");

    private final int limit;
    private final Map<Kind, Tally> groups = new HashMap<>();
    private long cut;

    public FailureGroups() {
        this(LIMIT);
    }

    FailureGroups(int limit) {
        this.limit = limit;
    }

    private record Kind(String errorClass, String message) {}

    private static final class Tally {
        private long count;
        private long example = Long.MAX_VALUE;
        private String message = OTHER;
    }

    /**
     * One group.
     *
     * @param errorClass the column's value
     * @param message the first line of the example's message, or {@link #OTHER}
     * @param count its cases
     * @param example the lowest case id of it
     */
    public record Group(String errorClass, String message, long count, long example) {}

    /** Counts one failed case. */
    public void add(long caseId, String errorClass, String message) {
        Kind kind = new Kind(errorClass, normalised(message));
        Tally tally = groups.get(kind);
        if (tally == null) {
            if (groups.size() >= limit) {
                cut++;
                kind = new Kind(errorClass, OTHER);
            }
            tally = groups.computeIfAbsent(kind, any -> new Tally());
        }
        tally.count++;
        if (caseId < tally.example) {
            tally.example = caseId;
            tally.message = kind.message().equals(OTHER) ? OTHER : firstLine(message, LONGEST);
        }
    }

    /** The groups, most cases first, then by class and message. */
    public List<Group> sorted() {
        return groups.entrySet().stream()
                .map(entry -> new Group(
                        entry.getKey().errorClass(),
                        entry.getValue().message,
                        entry.getValue().count,
                        entry.getValue().example))
                .sorted(Comparator.comparingLong(Group::count)
                        .reversed()
                        .thenComparing(Group::errorClass)
                        .thenComparing(Group::message))
                .toList();
    }

    /** Cases that came when all groups were taken; they are in the groups {@link #OTHER}. */
    public long cut() {
        return cut;
    }

    static String normalised(String message) {
        String line = PATH.matcher(firstLine(message, READ)).replaceAll("<path>");
        line = HEX.matcher(line).replaceAll("#");
        line = NUMBER.matcher(line).replaceAll("#");
        return line.substring(0, Math.min(line.length(), LONGEST));
    }

    private static String firstLine(String message, int most) {
        String line = message.strip();
        int end = line.indexOf('\n');
        line = end < 0 ? line : line.substring(0, end).strip();
        return line.substring(0, Math.min(line.length(), most));
    }
}
