package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.casemill.executor.Trial;
import io.casemill.runner.Outcome;
import io.casemill.sweep.Case;
import io.casemill.sweep.Workers.ByLoad;
import io.casemill.sweep.Workers.Fixed;
import io.casemill.sweep.Workers.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is proposed for pilots whose figures are known. */
@Tag("ENG-26")
class AdviceTest {
    private static final long PLENTY = Long.MAX_VALUE;

    static Trial trial(long id, double seconds, double cpuShare, long rss) {
        return new Trial(
                new Case(id, "k", "all", new Object[0]),
                new Outcome.Completed(new double[] {1}, 0, new Outcome.Usage(Double.NaN, rss)),
                (long) (seconds * 1e9),
                (long) (seconds * cpuShare * 1e9),
                -1);
    }

    static Pilot pilot(long planned, List<Trial> trials) {
        return new Pilot("test", planned, trials.size(), false, trials, Duration.ofSeconds(1), 0);
    }

    /** 100 cases of the same cost. */
    private static Pilot even(long planned, double seconds, double cpuShare, long rss) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            trials.add(trial(i, seconds, cpuShare, rss));
        }
        return pilot(planned, trials);
    }

    @Test
    void workers_followTheShareOfTimeThatCasesCompute() {
        assertThat(workersAt(1.0)).isEqualTo(new ByLoad(Load.CPU));
        assertThat(workersAt(0.67)).isEqualTo(new ByLoad(Load.MIXED));
        assertThat(workersAt(0.5)).isEqualTo(new ByLoad(Load.IO));
        assertThat(workersAt(0.1)).isEqualTo(new Fixed(40));
        assertThat(workersAt(0.0)).isEqualTo(new Fixed(64));
    }

    private static Object workersAt(double cpuShare) {
        return Advice.of(even(1_000, 1, cpuShare, -1), 4, 64, PLENTY).workers();
    }

    @Test
    void workers_thatDoNotFitIntoMemory_areFewer() {
        long gigabyte = 1_000_000_000;

        assertThat(Advice.of(even(1_000, 1, 1, 2 * gigabyte), 8, 64, 16 * gigabyte))
                .satisfies(advice -> assertThat(advice.workers()).isEqualTo(new ByLoad(Load.MEMORY)))
                .satisfies(advice -> assertThat(advice.workersWhy())
                        .isEqualTo("a case takes up to 2 GB, so 6 fit into 80 % of 16 GB"));
        assertThat(Advice.of(even(1_000, 1, 1, 4 * gigabyte), 8, 64, 16 * gigabyte)
                        .workers())
                .isEqualTo(new Fixed(3));
        assertThat(Advice.of(even(1_000, 1, 1, 40 * gigabyte), 8, 64, 16 * gigabyte)
                        .workers())
                .isEqualTo(new Fixed(1));
    }

    @Test
    void chunkAndPartition_followTheDuration() {
        Advice brief = Advice.of(even(1_000_000, 40e-6, 1, -1), 4, 64, PLENTY);
        Advice seconds = Advice.of(even(100_000, 2, 1, -1), 4, 64, PLENTY);
        Advice few = Advice.of(even(100, 2, 1, -1), 4, 64, PLENTY);

        assertThat(brief.chunk()).isEqualTo(250);
        assertThat(brief.isDefault()).isTrue();
        assertThat(seconds.chunk()).isEqualTo(1);
        assertThat(seconds.partition()).isEqualTo(150);
        assertThat(seconds.section()).isEqualTo("execution: {partition: 150}");
        assertThat(seconds.options()).isEqualTo(" --set execution.partition=150");
        // A hundred cases on four cores make smaller partitions anyway.
        assertThat(few.isDefault()).isTrue();
        assertThat(few.largest()).isEqualTo(12);
    }

    @Test
    void partition_ofVeryManyLongCases_staysBearableForTheDriver() {
        assertThat(Advice.of(even(10_000_000, 100, 1, -1), 4, 64, PLENTY).partition())
                .isEqualTo(500);
    }

    @Test
    void time_isLimitedByCoresOrByWorkersWhicheverIsScarcer() {
        Advice computing = Advice.of(even(1_000, 2, 1, -1), 4, 100, PLENTY);
        Advice waiting = Advice.of(even(1_000, 2, 0.5, -1), 4, 100, PLENTY);

        assertThat(computing.totals().get(0).seconds()).isCloseTo(500, within(1.0));
        assertThat(computing.totals().get(1).seconds()).isCloseTo(20, within(0.1));
        assertThat(waiting.totals().get(0).workers()).isEqualTo(8);
        assertThat(waiting.totals().get(0).seconds()).isCloseTo(250, within(1.0));
    }

    @Test
    void time_isNeverLessThanTheSlowestCase() {
        assertThat(Advice.of(even(100, 2, 1, -1), 4, 100_000, PLENTY)
                        .totals()
                        .get(1)
                        .seconds())
                .isEqualTo(2);
    }

    @Test
    void uncertainty_isSaid() {
        List<Trial> tailed = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            tailed.add(trial(i, 1, 1, -1));
        }
        tailed.add(trial(19, 40, 1, -1));

        Advice advice = Advice.of(pilot(10_000, tailed), 4, 64, PLENTY);

        assertThat(advice.cautions())
                .containsExactly(
                        "up to 15 % of the cases may be slower than the slowest seen (95 % confidence); see --pilot for a"
                                + " larger sample",
                        "one case took 68 % of the pilot's time: with such a tail the time in all is hardly known");
        Advice.Total total = advice.totals().get(0);
        assertThat(total.low()).isLessThan(0.6 * total.seconds());
        assertThat(total.high()).isGreaterThan(1.6 * total.seconds());
    }

    @Test
    void cutCases_andABusyMachine_areSaid() {
        List<Trial> trials = new ArrayList<>(List.of(trial(0, 1, 1, -1), trial(1, 1, 1, -1)));
        trials.add(new Trial(new Case(2, "k", "all", new Object[0]), new Outcome.Cancelled(), 1, 0, -1));
        Pilot busy = new Pilot("test", 3, 50, false, trials, Duration.ofSeconds(60), 7.9);

        assertThat(Advice.of(busy, 4, 64, PLENTY).workersWhy())
                .isEqualTo("on a busy machine nobody can tell whether cases wait");
        assertThat(Advice.of(busy, 4, 64, PLENTY).cautions())
                .anySatisfy(
                        caution -> assertThat(caution).startsWith("1 case had not ended when the pilot's time was up"))
                .anySatisfy(caution ->
                        assertThat(caution).startsWith("the machine was busy (load average 7.9 on 4 cores)"));
    }

    @Test
    void allCasesSeen_leavesNothingUncertain() {
        assertThat(Advice.of(even(100, 1, 1, -1), 4, 64, PLENTY).cautions()).isEmpty();
    }
}
