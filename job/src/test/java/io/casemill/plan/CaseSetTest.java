package io.casemill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Sets of case ids against the plain sets that they stand for. */
class CaseSetTest {
    /** Beyond the first 2^32 ids, where the compressed form begins a second map. */
    private static final long FAR = (1L << 32) - 50;

    @Provide
    Arbitrary<Set<Long>> ids() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 99), Arbitraries.longs().between(FAR, FAR + 99))
                .set()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Long> starts() {
        return Arbitraries.of(0L, 1L, 17L, 64L, FAR, FAR + 49, FAR + 50, FAR + 51);
    }

    private static CaseSet of(Set<Long> ids) {
        CaseSet.Builder builder = new CaseSet.Builder();
        ids.forEach(builder::add);
        return builder.build();
    }

    @Property(tries = 200)
    void everyQuestion_isAnsweredAsByAPlainSet(@ForAll("ids") Set<Long> ids, @ForAll("starts") long from) {
        CaseSet set = of(ids);
        IndexRange range = new IndexRange(from, from + 40);
        Set<Long> inside = new TreeSet<>(ids);
        inside.removeIf(id -> id < from || id >= from + 40);

        assertThat(set.size()).isEqualTo(ids.size());
        assertThat(set.isEmpty()).isEqualTo(ids.isEmpty());
        assertThat(set.count(range)).isEqualTo(inside.size());
        assertThat(elements(set.within(range))).isEqualTo(inside);
        assertThat(elements(CaseSet.fromBytes(set.toBytes()))).isEqualTo(new TreeSet<>(ids));
    }

    @Property(tries = 100)
    void union_hasTheElementsOfAll(@ForAll("ids") Set<Long> one, @ForAll("ids") Set<Long> other) {
        Set<Long> both = new TreeSet<>(one);
        both.addAll(other);

        CaseSet union = CaseSet.union(List.of(of(one).toBytes(), of(other).toBytes()));

        assertThat(elements(union)).isEqualTo(both);
    }

    @Property(tries = 200)
    void caseRange_withoutSettled_excludesExactlyThose(@ForAll("ids") Set<Long> settled, @ForAll("starts") long from) {
        IndexRange range = new IndexRange(from, from + 40);

        CaseRange left = CaseRange.without(range, of(settled));

        Set<Long> expected =
                new TreeSet<>(LongStream.range(from, from + 40).boxed().toList());
        expected.removeAll(settled);
        CaseSet excluded = left.excluded();
        assertThat(LongStream.range(from, from + 40)
                        .filter(id -> !excluded.contains(id))
                        .boxed())
                .containsExactlyElementsOf(expected);
        assertThat(left.size()).isEqualTo(expected.size());
    }

    @Test
    void runsOfIds_takeLittle() {
        CaseSet.Builder builder = new CaseSet.Builder();
        LongStream.range(0, 1_000_000).forEach(builder::add);

        assertThat(builder.build().toBytes()).hasSizeLessThan(1_000);
    }

    private static Set<Long> elements(CaseSet set) {
        return new TreeSet<>(LongStream.concat(LongStream.range(0, 120), LongStream.range(FAR - 10, FAR + 120))
                .filter(set::contains)
                .boxed()
                .toList());
    }
}
