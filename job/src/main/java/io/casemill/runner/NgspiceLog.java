package io.casemill.runner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what ngspice printed: measures, and the lines by which it says that it failed. */
final class NgspiceLog {
    /** Lines after which results that are missing are the simulator's failure, not the measure's. */
    private static final Pattern FATAL = Pattern.compile(
            "simulation\\(s\\) aborted|simulation interrupted|fatal error|solution failed|unknown subckt"
                    + "|^doanalyses:|circuit not parsed|no circuit loaded|cannot open|could not find include file",
            Pattern.CASE_INSENSITIVE);

    /** Lines that say why, the most telling first. */
    private static final List<Pattern> CAUSES = List.of(
            Pattern.compile(
                    "unknown subckt|can't find model|unable to find definition of model", Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "undefined parameter|undefined number|could not find include file", Pattern.CASE_INSENSITIVE),
            Pattern.compile("singular matrix", Pattern.CASE_INSENSITIVE),
            Pattern.compile("timestep too small|no convergence|iteration limit", Pattern.CASE_INSENSITIVE),
            Pattern.compile("^\\s*(?:fatal |parse )?error\\b(?!: measure)", Pattern.CASE_INSENSITIVE),
            FATAL);

    /** What the simulator says of its progress, time and memory: other figures each time, and nothing of the circuit. */
    private static final Pattern STATISTICS = Pattern.compile("(?m)^(?:Total (?:analysis|elapsed) time \\(seconds\\)"
            + "|(?:Total )?DRAM (?:currently )?available|(?:Maximum|Current) ngspice program size|Shared ngspice pages"
            + "|Text \\(code\\) pages|Stack|Library pages| Reference value) *[=:].*\\R?");

    private final Map<String, Integer> positions = new HashMap<>();

    /** @param measures names in column order; ngspice knows no upper case */
    NgspiceLog(List<String> measures) {
        for (int i = 0; i < measures.size(); i++) {
            positions.put(measures.get(i).toLowerCase(Locale.ROOT), i);
        }
    }

    /**
     * Reads lines {@code name = value}, as {@code .meas}, {@code print} and {@code echo} write them. The last one counts.
     *
     * @param found by position; what is not found stays as it is
     */
    void readMeasures(String stdout, String[] found) {
        stdout.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals <= 0) {
                return;
            }
            @Nullable Integer position = positions.get(line.substring(0, equals).strip().toLowerCase(Locale.ROOT));
            if (position != null) {
                String value = line.substring(equals + 1).strip();
                int end = 0;
                while (end < value.length() && !Character.isWhitespace(value.charAt(end))) {
                    end++;
                }
                found[position] = value.substring(0, end);
            }
        });
    }

    /** A log without the simulator's figures of itself, so that the same case always tells the same. */
    static String withoutStatistics(String log) {
        return STATISTICS.matcher(log).replaceAll("").replaceAll("\n{3,}", "\n\n");
    }

    /** The simulator's own words for why it gave up, or null when it did not. */
    static @Nullable String failure(String stderr, String stdout) {
        List<String> lines = new ArrayList<>();
        stderr.lines().forEach(lines::add);
        stdout.lines().forEach(lines::add);
        if (lines.stream().noneMatch(line -> FATAL.matcher(line.strip()).find())) {
            return null;
        }
        for (Pattern cause : CAUSES) {
            for (String line : lines) {
                Matcher matcher = cause.matcher(line.strip());
                if (matcher.find()) {
                    // Progress such as "Trying gmin = …" stands on the same line before the warning.
                    return line.strip().replaceFirst("^Trying gmin =\\s+\\S+\\s+", "");
                }
            }
        }
        return null;
    }
}
