package io.casemill.profile;

import io.casemill.profile.Budget.Share;
import io.casemill.profile.Recorded.LongCase;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a run from ending sooner: the largest lost part of the workers' time, when that is a third of all or larger than any
 * part of the cases' work; otherwise the largest part of that work.
 *
 * @param part which
 * @param share of the workers' time
 * @param caseId the case that the others waited for, or null
 * @param sentence for people, with the number that decided
 */
public record Bottleneck(Part part, double share, @Nullable Long caseId, String sentence) {

    /** From here on a loss is worth a remedy before the work is. */
    private static final double LARGE_LOSS = 1.0 / 3;

    /** Null when no worker was recorded. */
    static @Nullable Bottleneck of(Budget budget) {
        Share lost = largest(budget, true);
        Share work = largest(budget, false);
        boolean loss = lost != null && (work == null || lost.share() >= LARGE_LOSS || lost.share() > work.share());
        Share largest = loss ? lost : work;
        if (largest == null) {
            return null;
        }
        LongCase longCase = largest.part() == Part.LONG_CASE ? budget.longCase() : null;
        String label = longCase == null ? largest.label() : "one long case, " + longCase.caseId();
        String sentence = label + ": "
                + String.format(Locale.ROOT, "%.0f %%", 100 * largest.share()) + " of the workers' time; "
                + remedy(largest.part(), budget, longCase);
        return new Bottleneck(largest.part(), largest.share(), longCase == null ? null : longCase.caseId(), sentence);
    }

    private static @Nullable Share largest(Budget budget, boolean lost) {
        return budget.shares().stream()
                .filter(share -> share.part().lost() == lost)
                .max(Comparator.comparingDouble(Share::seconds))
                .orElse(null);
    }

    private static String remedy(Part part, Budget budget, @Nullable LongCase longCase) {
        return switch (part) {
            case START -> "more cases per run would spread it";
            case ADMISSION -> "cases are shorter than it takes to hand them out, or Spark starts its tasks slowly";
            case STATUS -> "the storage takes rows more slowly than cases make them";
            case CPU -> "faster cases or more cores would help, nothing else";
            case SUPERVISION -> "it costs more than what the programs do";
            case WAITING -> "cases wait for locks, files, time, or a core that others have";
            case EXTERNAL -> "profile the programs that the cases run";
            case CASES -> "this machine does not tell whether they work or wait";
            case GC -> "a larger heap would help";
            case LONG_CASE ->
                longCase == null
                        ? "begin with it, or make it shorter"
                        : String.format(
                                Locale.ROOT,
                                "it ran %.3g s, up to %.3g s of it beside idle workers; begin with it or shorten it",
                                longCase.seconds(),
                                budget.tailSeconds());
            case TAIL ->
                String.format(
                        Locale.ROOT,
                        "workers were idle for up to %.3g s at the end; put the longest cases first",
                        budget.tailSeconds());
            case GATHER -> "it grows with the table, not with the work";
        };
    }
}
