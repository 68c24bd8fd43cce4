package io.casemill.config;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Suggestions for a word that is not known. */
final class Nearest {
    private static final int MOST_LISTED = 30;

    private Nearest() {}

    /** {@code did you mean 'x'?} when one is close, otherwise what there is: {@code write one of a, b, c}. */
    static String remedy(String word, Collection<String> known) {
        String close = close(word, known);
        if (close != null) {
            return "did you mean '" + close + "'?";
        }
        if (known.isEmpty()) {
            return "there is none to choose from";
        }
        String listed = known.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return (known.size() == 1 ? "write " : "write one of ") + listed + (known.size() > MOST_LISTED ? ", …" : "");
    }

    /** The one that was meant, most likely; null when none is close. */
    static @Nullable String close(String word, Collection<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return least <= Math.max(1, Math.min(word.length(), best.length()) / 3) ? best : null;
    }

    /** Levenshtein's distance, with a swap of neighbours as one step; large at once when the lengths differ much. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3 || a.length() > 64) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] cost) {
        int substituted = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substituted, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
