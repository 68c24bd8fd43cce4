package io.casemill.app;

import io.casemill.profile.Bottleneck;
import io.casemill.profile.Profile;
import org.jspecify.annotations.Nullable;

/**
 * What a profiled run tells at its end. What was not measured is null.
 *
 * @param bottleneck the largest part of the workers' time, with the number that decided, for people
 * @param workers whose time is known
 * @param speedUp the workers' time in cases by the time in which cases ran
 * @param efficiency {@code speedUp / workers}
 * @param page where the page is
 * @param trouble why there is no profile
 */
public record ProfileView(
        @Nullable String bottleneck,
        int workers,
        @Nullable Double speedUp,
        @Nullable Double efficiency,
        @Nullable String page,
        @Nullable String trouble) {

    static final ProfileView NOTHING_RAN = failed("no case was left to run; run --force runs all again");

    static ProfileView of(Profile profile, String page) {
        Bottleneck bottleneck = profile.bottleneck();
        return new ProfileView(
                bottleneck == null ? null : bottleneck.sentence(),
                profile.workers(),
                profile.speedUp(),
                profile.efficiency(),
                page,
                null);
    }

    static ProfileView failed(@Nullable String trouble) {
        return new ProfileView(null, 0, null, null, null, trouble == null ? "the log says why" : trouble);
    }
}
