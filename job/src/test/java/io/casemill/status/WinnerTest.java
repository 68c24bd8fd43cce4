package io.casemill.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.Winner.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WinnerTest {
    @Test
    void merge_completedInALaterEpoch_beatsFailed() {
        Candidate failed = new Candidate(Status.FAILED, new Digest(0, 1), name(1, 0, 0), 0);
        Candidate completed = new Candidate(Status.COMPLETED, new Digest(0, 2), name(2, 0, 0), 5);

        assertThat(Winner.of(failed).merge(Winner.of(completed))).isEqualTo(new Winner(completed, 2, false));
    }

    @Test
    void merge_bothFailed_theNewestTryWins() {
        Candidate first = new Candidate(Status.FAILED, new Digest(0, 1), name(1, 0, 0), 0);
        Candidate again = new Candidate(Status.FAILED, new Digest(0, 2), name(2, 0, 0), 0);

        assertThat(Winner.of(first).merge(Winner.of(again))).isEqualTo(new Winner(again, 2, false));
    }

    @Test
    void merge_bothCompleted_firstStageAttemptThenTaskAttemptWins() {
        Candidate early = new Candidate(Status.COMPLETED, new Digest(0, 1), name(1, 0, 3), 9);
        Candidate late = new Candidate(Status.COMPLETED, new Digest(0, 1), name(1, 1, 0), 0);

        assertThat(Winner.of(late).merge(Winner.of(early))).isEqualTo(new Winner(early, 2, false));
    }

    @Test
    void merge_completedRowsDiffer_isDisputed() {
        Candidate one = new Candidate(Status.COMPLETED, new Digest(0, 1), name(1, 0, 0), 0);
        Candidate other = new Candidate(Status.COMPLETED, new Digest(0, 2), name(1, 0, 1), 0);

        assertThat(Winner.of(one).merge(Winner.of(other)).disputed()).isTrue();
    }

    @Property(tries = 500)
    void merge_anyOrderAndGrouping_isTheSame(@ForAll("rows") List<Candidate> rows, @ForAll long seed) {
        List<Candidate> distinct = new ArrayList<>(new HashSet<>(rows));
        Winner expected = new Winner(
                Collections.min(distinct, Winner.ORDER),
                distinct.size(),
                distinct.stream()
                                .filter(each -> each.status() == Status.COMPLETED)
                                .map(Candidate::digest)
                                .distinct()
                                .count()
                        > 1);
        Random random = new Random(seed);
        List<Winner> groups = new ArrayList<>(distinct.stream().map(Winner::of).toList());
        while (groups.size() > 1) {
            Winner one = groups.remove(random.nextInt(groups.size()));
            Winner other = groups.remove(random.nextInt(groups.size()));
            groups.add(one.merge(other));
        }
        assertThat(groups).containsExactly(expected);
    }

    @Provide
    Arbitrary<List<Candidate>> rows() {
        Arbitrary<SegmentName> segments = Combinators.combine(
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 2))
                .as((epoch, stage, task, sequence) -> new SegmentName(epoch, 0, stage, task, sequence));
        Arbitrary<Candidate> rows = Combinators.combine(
                        segments,
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.longs().between(0, 1))
                .as((segment, position, digest) -> new Candidate(
                        // A place holds one row: its status is a function of the place.
                        (segment.hashCode() + position) % 3 == 0 ? Status.FAILED : Status.COMPLETED,
                        new Digest(0, (segment.sequence() + position) % 5 == 0 ? 1 : 0),
                        segment,
                        position));
        return rows.list().ofMinSize(1).ofMaxSize(20);
    }

    private static SegmentName name(int epoch, int stage, int task) {
        return new SegmentName(epoch, 0, stage, task, 0);
    }
}
