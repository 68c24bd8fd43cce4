package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final List<Progress> seen = new ArrayList<>();
    private final List<String> plans = new ArrayList<>();
    private final List<Progress> last = new ArrayList<>();
    private long now = 5_000_000_000L;

    private final RunObserver observer = new RunObserver() {
        @Override
        public void planned(long total, long reused, long toRun) {
            plans.add(total + " " + reused + " " + toRun);
        }

        @Override
        public void progress(Progress progress) {
            seen.add(progress);
        }

        @Override
        public void finished(Progress progress) {
            last.add(progress);
        }
    };

    /** The command began a second ago; 10 cases are reused, 100 run. */
    private Ticker ticker(long tolerated) {
        return new Ticker(10, 100, new Ticker.Bounds(tolerated, null), observer, now - 1_000_000_000L, () -> now);
    }

    private Progress newest() {
        return seen.get(seen.size() - 1);
    }

    @Test
    void tick_countsGrow_areReportedWithRateAndTime() {
        Ticker ticker = ticker(100);
        now += 2_000_000_000L;

        assertThat(ticker.tick(30, 2, 4)).isNull();

        assertThat(plans).containsExactly("110 10 100");
        assertThat(newest()).isEqualTo(new Progress(110, 10, 30, 2, 4, 16, Duration.ofSeconds(3)));
        assertThat(ticker.meanRate(32)).isEqualTo(32.0 / 3, Offset.offset(1e-9));
    }

    @Test
    void tick_rate_followsSlowly() {
        Ticker ticker = ticker(100);
        now += 1_000_000_000L;
        ticker.tick(10, 0, 0);
        now += 1_000_000_000L;

        ticker.tick(40, 0, 0);

        assertThat(newest().casesPerSecond()).isEqualTo(0.85 * 10 + 0.15 * 30, Offset.offset(1e-9));
    }

    @Test
    void tick_aLostTaskTakesItsCountsAway_progressStays() {
        Ticker ticker = ticker(100);
        ticker.tick(30, 5, 3);
        ticker.tick(12, 1, 0);

        assertThat(newest().completed()).isEqualTo(30);
        assertThat(newest().failed()).isEqualTo(5);
        assertThat(newest().specFailed()).isEqualTo(3);
    }

    @Test
    void tick_repeatedAttempts_neverCountMoreThanThereAre() {
        Ticker ticker = ticker(1_000);
        ticker.tick(150, 120, 0);

        assertThat(newest().completed()).isEqualTo(100);
        assertThat(newest().failed()).isEqualTo(100);
    }

    @Test
    void tick_moreFailuresThanTolerated_saysWhy() {
        Ticker ticker = ticker(3);

        assertThat(ticker.tick(0, 3, 0)).isNull();
        assertThat(ticker.tick(0, 4, 0)).isEqualTo("4 cases failed, failure.max allows 3 of 110");
    }

    @Test
    @Tag("ENG-15")
    void tick_runTookItsTime_saysWhyAndWhatKindOfEndItIs() {
        Ticker ticker = new Ticker(
                10, 100, new Ticker.Bounds(3, Duration.ofSeconds(5)), observer, now - 1_000_000_000L, () -> now);
        now += 3_999_000_000L;
        assertThat(ticker.tick(1, 0, 0)).isNull();
        assertThat(ticker.stopped()).isNull();
        now += 1_000_000L;

        assertThat(ticker.tick(1, 0, 0)).isEqualTo("the run reached limits.run_timeout of 5.00 s");

        assertThat(Objects.requireNonNull(ticker.stopped()).reason()).isEqualTo(RunSummary.Reason.TIME_LIMIT);
        // Failures tell more than the clock.
        ticker.tick(1, 4, 0);
        assertThat(Objects.requireNonNull(ticker.stopped()).reason()).isEqualTo(RunSummary.Reason.FAILURE_LIMIT);
    }

    @Test
    void finished_tellsTheLastCountsAndTheRateOfTheWholeRun() {
        Ticker ticker = ticker(3);
        now += 1_000_000_000L;
        ticker.tick(7, 1, 0);

        ticker.finished();

        assertThat(last).containsExactly(new Progress(110, 10, 7, 1, 0, 4, Duration.ofSeconds(2)));
    }

    @Test
    void meanRate_nothingRan_isZero() {
        assertThat(ticker(0).meanRate(0)).isZero();
    }
}
