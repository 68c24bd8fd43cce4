package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** What the histogram says of run times, against the run times themselves. */
class RunTimesTest {

    private static final double BOUND = 1.0 / 32;

    static RunTimes of(List<Long> nanos) {
        Counters counters = new Counters();
        counters.make();
        nanos.forEach(counters::ran);
        return counters.snapshot(0, -1, 0, new ManualClock()).runTimes();
    }

    /** Of every order of magnitude, and close together as often as far apart. */
    @Provide
    Arbitrary<List<Long>> runTimes() {
        Arbitrary<Long> spread = Arbitraries.integers()
                .between(0, 62)
                .flatMap(bits -> Arbitraries.longs().between(0, 1L << bits));
        Arbitrary<Long> close = Arbitraries.longs().between(1_000, 2_000);
        return Arbitraries.oneOf(
                spread.list().ofMinSize(1).ofMaxSize(200),
                close.list().ofMinSize(1).ofMaxSize(200));
    }

    @Property(tries = 500)
    @Tag("ENG-21")
    void quantiles_are_within_the_stated_bound_of_the_exact_ones(
            @ForAll("runTimes") List<Long> nanos, @ForAll("share") double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        long exact = sorted[Math.max(1, (int) Math.ceil(share * sorted.length)) - 1];

        long said = of(nanos).quantileNanos(share);

        assertThat((double) said).isCloseTo((double) exact, offset(exact * BOUND));
    }

    @Provide
    Arbitrary<Double> share() {
        return Arbitraries.of(0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0);
    }

    @Property(tries = 200)
    @Tag("ENG-21")
    void counts_sums_and_maxima_are_exact_however_snapshots_are_merged(
            @ForAll("runTimes") List<Long> some, @ForAll("runTimes") List<Long> others) {
        RunTimes both = of(some).plus(of(others));

        assertThat(both.count()).isEqualTo(some.size() + others.size());
        assertThat(both.sumNanos()).isEqualTo(sum(some) + sum(others));
        assertThat(both.maxNanos()).isEqualTo(Math.max(max(some), max(others)));
        assertThat(both.toString()).isEqualTo(of(others).plus(of(some)).toString());
    }

    @Property(tries = 200)
    @Tag("ENG-21")
    void a_difference_tells_of_what_came_later(
            @ForAll("runTimes") List<Long> before, @ForAll("runTimes") List<Long> after) {
        RunTimes first = of(before);

        RunTimes later = first.plus(of(after)).since(first);

        assertThat(later.count()).isEqualTo(after.size());
        assertThat(later.sumNanos()).isEqualTo(sum(after));
        assertThat((double) later.maxNanos()).isCloseTo((double) max(after), offset(max(after) / 16.0));
        assertThat((double) later.quantileNanos(0.5))
                .isCloseTo(
                        (double) of(after).quantileNanos(0.5), offset(of(after).quantileNanos(0.5) / 16.0));
    }

    private static long sum(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).sum();
    }

    private static long max(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    @Test
    @org.junit.jupiter.api.Tag("ENG-21")
    void every_run_time_has_a_bucket() {
        assertThat(Buckets.of(0)).isZero();
        assertThat(Buckets.of(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
        assertThat(Buckets.highest(Buckets.COUNT - 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(of(List.of(Long.MAX_VALUE)).quantileNanos(1)).isPositive();
    }

    @Test
    @org.junit.jupiter.api.Tag("ENG-21")
    void nothing_has_no_mean_and_an_empty_difference_is_nothing() {
        assertThat(RunTimes.NONE.meanNanos()).isNaN();
        assertThat(RunTimes.NONE.quantileNanos(0.99)).isZero();
        RunTimes some = of(List.of(1L, 2L));
        assertThat(some.since(some).count()).isZero();
        assertThat(some.meanNanos()).isEqualTo(1.5);
        assertThatThrownBy(() -> some.quantileNanos(99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid quantile: must be from 0 to 1, is 99.0");
    }

    @Test
    @org.junit.jupiter.api.Tag("ENG-21")
    void a_snapshot_travels_and_its_size_does_not_follow_the_number_of_steps() throws Exception {
        RunTimes few = of(List.of(900L, 1_000L, 1_100L));
        Long[] many = new Long[100_000];
        Arrays.setAll(many, i -> few.quantileNanos(i % 3 / 2.0));
        RunTimes more = of(Arrays.asList(many));

        assertThat(bytes(more)).hasSizeLessThanOrEqualTo(bytes(few).length);
        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(more)));
        assertThat(in.readObject()).hasToString(more.toString());
    }

    private static byte[] bytes(RunTimes times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(times);
        }
        return bytes.toByteArray();
    }
}
