package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.engine.Pieces.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the widths and capacities are and whichever stage is slow. */
@Tag("ENG-13")
@Tag("ENG-12")
class PipelineProperties {

    /** Makes steps long enough to overlap, without a clock. */
    private static void work(int rounds) {
        for (int i = 0; i < rounds; i++) {
            Thread.onSpinWait();
        }
    }

    @Property(tries = 60)
    void each_piece_arrives_once_and_no_bound_is_passed(
            @ForAll @IntRange(min = 0, max = 3) int workers,
            @ForAll @IntRange(min = 0, max = 120) int count,
            @ForAll @IntRange(min = 1, max = 3) int prepared,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 4) Integer> widths,
            @ForAll @Size(4) List<@IntRange(min = 1, max = 4) Integer> capacities,
            @ForAll @Size(4) List<@IntRange(min = 0, max = 300) Integer> slowness,
            @ForAll @IntRange(min = 1, max = 9) int failing)
            throws IOException, InterruptedException {
        Pieces pieces = new Pieces(count);
        List<Stage<Piece>> stages = new ArrayList<>();
        List<AtomicInteger> most = new ArrayList<>();
        int bound = prepared;
        for (int i = 0; i < widths.size(); i++) {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger peak = new AtomicInteger();
            int rounds = slowness.get(i);
            most.add(peak);
            bound += capacities.get(i);
            stages.add(pieces.stage("s" + i, widths.get(i), capacities.get(i), (piece, worker) -> {
                peak.accumulateAndGet(now.incrementAndGet(), Math::max);
                work(rounds);
                now.decrementAndGet();
                if (piece.number % failing == 1) {
                    throw new IllegalStateException("planted");
                }
            }));
        }
        Pipeline<Piece> pipeline;
        try (Engine engine = Engines.start(workers);
                Engine runs = workers == 0 ? engine.inline() : engine;
                Lane lane = runs.lane(0)) {
            pipeline = new Pipeline<>(lane, prepared, stages);
            pipeline.run(pieces);
        }

        assertThat(pieces.numbers()).hasSize(count).doesNotHaveDuplicates();
        assertThat(pieces.marks()).allSatisfy(marks -> assertThat(marks).hasSize(stages.size()));
        assertThat(pieces.mostUnderWay).isLessThanOrEqualTo(bound);
        assertThat(pipeline.prepared().highWater()).isLessThanOrEqualTo(prepared);
        for (int i = 0; i < stages.size(); i++) {
            StageStatistics statistics = pipeline.statistics().get(i);
            assertThat(most.get(i)).hasValueLessThanOrEqualTo(widths.get(i));
            assertThat(statistics.mostUnderWay()).isLessThanOrEqualTo(widths.get(i));
            assertThat(statistics.behind().highWater()).isLessThanOrEqualTo(capacities.get(i));
            assertThat(statistics.ended()).isEqualTo(count);
            assertThat(statistics.underWay()).isZero();
        }
        if (workers == 0) {
            assertThat(pieces.numbers()).isSorted();
        }
    }

    @Property(tries = 30)
    void cancelled_at_any_moment_each_pulled_piece_comes_out_and_nothing_runs_on(
            @ForAll @IntRange(min = 1, max = 3) int workers,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 4) int capacity,
            @ForAll @IntRange(min = 0, max = 60) int after)
            throws IOException {
        Pieces pieces = new Pieces(1_000_000) {
            @Override
            public void pulse() throws InterruptedException {
                if (accepted.size() >= after) {
                    throw new InterruptedException("planted");
                }
            }
        };
        boolean ended = false;
        try (Engine engine = Engines.start(workers);
                Lane lane = engine.lane(0)) {
            new Pipeline<>(
                            lane,
                            1,
                            List.of(
                                    pieces.stage("a", width, capacity, (piece, worker) -> work(piece.number % 200)),
                                    pieces.stage("b", 1, 1, (piece, worker) -> work(50))))
                    .run(pieces);
        } catch (InterruptedException e) {
            ended = true;
        }

        assertThat(ended).isTrue();
        assertThat(pieces.running).hasValue(0);
        assertThat(pieces.numbers()).hasSize(pieces.pulled).doesNotHaveDuplicates();
        assertThat(pieces.marks()).allSatisfy(marks -> assertThat(marks).hasSize(2));
    }
}
