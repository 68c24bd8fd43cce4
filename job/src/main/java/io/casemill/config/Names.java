package io.casemill.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The columns that the sweep file names: parameters, derived values, outputs. No two may differ by case only. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    /** The master table's own columns. */
    static final Set<String> RESERVED = Set.of(
            "case_id",
            "case_key",
            "block",
            "status",
            "spec_pass",
            "error_class",
            "error_message",
            "exit_code",
            "attempt",
            "reused",
            "started_at",
            "duration_s",
            "cpu_s",
            "peak_rss_bytes",
            "host",
            "executor",
            "partition",
            "worker",
            "core",
            "session_id",
            "correlation_id",
            "artifacts");

    private final Map<String, String> claimed = new LinkedHashMap<>();

    /**
     * Takes a name for a column; reports when it cannot be one.
     *
     * @param kind {@code parameter}, {@code derived value} or {@code output}
     */
    void claim(String name, String kind, Site site) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            site.wrong(
                    Shown.quoted(name) + " cannot name a column",
                    "start with a letter A to Z, then letters, digits and underscores, at most 64 characters");
        } else if (RESERVED.contains(lower)) {
            site.wrong(Shown.quoted(name) + " is a column of every master table", "choose another name");
        } else {
            String other = claimed.putIfAbsent(lower, kind + " '" + name + "'");
            if (other != null) {
                site.wrong(
                        "the " + kind + " '" + name + "' meets the " + other, "choose names that differ beyond case");
            }
        }
    }

    /** Whether a text mentions a name as a whole word. */
    static boolean mentions(String text, String name) {
        return Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    /** Names for a message. */
    static String listed(Iterable<String> names) {
        StringBuilder listed = new StringBuilder();
        names.forEach(name -> listed.append(listed.isEmpty() ? "" : ", ").append(name));
        return listed.toString();
    }

    /** A text made of these names for an example in a message, such as {@code [r, c]}. */
    static String example(List<String> names) {
        return names.stream().limit(5).collect(Collectors.joining(", ", "[", "]"));
    }
}
