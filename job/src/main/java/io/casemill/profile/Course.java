package io.casemill.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When a run's command did what, by the driver's clock.
 *
 * @param began the command began
 * @param scattered the cases could go out
 * @param gathered the cases had ended
 * @param published the table was there
 */
public record Course(Instant began, Instant scattered, Instant gathered, Instant published) {
    public Course {
        Objects.requireNonNull(began);
        if (scattered.isBefore(began) || gathered.isBefore(scattered) || published.isBefore(gathered)) {
            throw new IllegalArgumentException("Invalid course: " + began + ", " + scattered + ", " + gathered + ", "
                    + published + " are not in order");
        }
    }

    /**
     * From readings of the nano clock, which is never set back.
     *
     * @param published now, by the wall clock
     * @param beganNanos when the command began; the others likewise
     */
    public static Course of(
            Instant published, long beganNanos, long scatteredNanos, long gatheredNanos, long publishedNanos) {
        return new Course(
                published.minusNanos(publishedNanos - beganNanos),
                published.minusNanos(publishedNanos - scatteredNanos),
                published.minusNanos(publishedNanos - gatheredNanos),
                published);
    }

    /** The time in which cases ran. */
    public Window window() {
        return Window.between(scattered, gathered);
    }

    double startSeconds() {
        return seconds(began, scattered);
    }

    double scatterSeconds() {
        return seconds(scattered, gathered);
    }

    double gatherSeconds() {
        return seconds(gathered, published);
    }

    double wallSeconds() {
        return seconds(began, published);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
