package io.casemill.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places <code>${name}</code> in texts that are filled in per case; <code>$${name}</code> stands for the plain text.
 * Remembers which names were used. Used by one thread.
 */
final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*+)}");
    private static final String CASE_ID = "case_id";

    private final List<String> known;
    private final Set<String> used = new HashSet<>();

    /** @param known parameters and derived values */
    Placeholders(List<String> known) {
        this.known = List.copyOf(known);
    }

    /** Reports every place in a text whose name is no parameter, no derived value and not {@code case_id}. */
    void check(String text, Site site) {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            String name = place.group(2);
            if (place.group(1).isEmpty() && !known.contains(name) && !name.equals(CASE_ID)) {
                site.wrong(
                        "${" + name + "} is no parameter and no derived value",
                        Nearest.remedy(name, known) + (known.isEmpty() ? "" : "; $${" + name + "} is the plain text"));
            }
            used.add(name);
        }
    }

    /** Whether a text that was checked names it. */
    boolean use(String name) {
        return used.contains(name);
    }
}
