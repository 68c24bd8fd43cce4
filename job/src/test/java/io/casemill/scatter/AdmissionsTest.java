package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.Case;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
    private static Iterator<Case> cases(long count) {
        return LongStream.range(0, count)
                .mapToObj(id -> new Case(id, "k", "all", new Object[0]))
                .iterator();
    }

    private static long admitted(Admissions admissions, int partition, long count) {
        Iterator<Case> limited = admissions.limit(partition, cases(count));
        return Stream.iterate(limited, Iterator::hasNext, each -> each)
                .peek(Iterator::next)
                .count();
    }

    @Test
    void first_acrossPartitions_takesThemInPlanOrder() {
        Admissions admissions = Admissions.first(7, List.of(3L, 0L, 5L, 9L));

        assertThat(admitted(admissions, 0, 3)).isEqualTo(3);
        assertThat(admitted(admissions, 1, 0)).isZero();
        assertThat(admitted(admissions, 2, 5)).isEqualTo(4);
        assertThat(admitted(admissions, 3, 9)).isZero();
    }

    @Test
    void first_moreThanThereAre_takesAll() {
        assertThat(admitted(Admissions.first(100, List.of(3L)), 0, 3)).isEqualTo(3);
    }

    @Test
    void all_limitsNothing() {
        assertThat(admitted(Admissions.ALL, 5, 4)).isEqualTo(4);
    }

    @Test
    void next_beyondTheLimit_isRefused() {
        Iterator<Case> limited = Admissions.first(1, List.of(2L)).limit(0, cases(2));
        limited.next();

        assertThatThrownBy(limited::next).isInstanceOf(NoSuchElementException.class);
    }
}
