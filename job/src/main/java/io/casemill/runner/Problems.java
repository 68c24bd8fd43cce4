package io.casemill.runner;

import java.util.Map;
import java.util.stream.Collectors;

/** Words for outputs that are missing or not finite. */
final class Problems {
    private static final int SHOWN = 5;

    private Problems() {}

    /** One line that names the first outputs with the reason. */
    static String line(Map<String, String> reasons) {
        String shown = reasons.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> entry.getKey()
                        + (entry.getValue().startsWith("is ") ? " " : ": ")
                        + Messages.clip(entry.getValue().replace('\n', ' '), 300))
                .collect(Collectors.joining("; "));
        return reasons.size() <= SHOWN ? shown : shown + "; and " + (reasons.size() - SHOWN) + " more";
    }
}
