package io.casemill.status;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a segment says of itself in its footer.
 *
 * @param rows how many
 * @param minCaseId the smallest case id, -1 when there is no row
 * @param maxCaseId the largest case id, -1 when there is no row
 * @param digest of all rows
 * @param values how many columns are parameters and derived values
 * @param outputs how many columns are outputs
 * @param sums one checksum per column
 */
public record SegmentSummary(
        long rows, long minCaseId, long maxCaseId, Digest digest, int values, int outputs, List<Long> sums) {
    private static final String KEY = "casemill.segment";
    private static final String FORMAT = "1";

    public SegmentSummary {
        sums = List.copyOf(sums);
    }

    /** The footer's key and value. The last word of the value guards the others and the schema. */
    Map<String, String> footer(String schema) {
        StringBuilder text = new StringBuilder(64 + 17 * sums.size());
        text.append(FORMAT)
                .append(' ')
                .append(rows)
                .append(' ')
                .append(minCaseId)
                .append(' ');
        text.append(maxCaseId).append(' ').append(digest.hex()).append(' ').append(values);
        text.append(' ').append(outputs);
        for (long sum : sums) {
            text.append(' ').append(Hashing.hex(sum));
        }
        return Map.of(KEY, text + " " + guard(text.toString(), schema));
    }

    /** Reads what {@link #footer} made. Throws {@link IllegalArgumentException} when it is absent or damaged. */
    static SegmentSummary of(Map<String, String> footer, String schema) {
        String text = footer.get(KEY);
        if (text == null) {
            throw new IllegalArgumentException("it was not written by this program: its footer has no " + KEY);
        }
        int last = text.lastIndexOf(' ');
        if (last < 0 || !text.substring(last + 1).equals(guard(text.substring(0, last), schema))) {
            throw new IllegalArgumentException("its footer is damaged");
        }
        String[] words = text.substring(0, last).split(" ", -1);
        if (!words[0].equals(FORMAT)) {
            throw new IllegalArgumentException("its format is " + words[0] + ", this program knows " + FORMAT);
        }
        List<Long> sums = new ArrayList<>(words.length);
        for (int i = 7; i < words.length; i++) {
            sums.add(Long.parseUnsignedLong(words[i], 16));
        }
        return new SegmentSummary(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Digest.of(words[4]),
                Integer.parseInt(words[5]),
                Integer.parseInt(words[6]),
                sums);
    }

    private static String guard(String text, String schema) {
        return Hashing.hex(Hashing.of((text + "\n" + schema).getBytes(StandardCharsets.UTF_8)));
    }
}
