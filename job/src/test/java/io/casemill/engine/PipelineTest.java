package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.engine.Pieces.Piece;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pipeline promises, one thing at a time. */
@Tag("ENG-13")
@Timeout(60)
class PipelineTest {

    private static void run(Engine engine, Ends<Piece> ends, List<Stage<Piece>> stages)
            throws IOException, InterruptedException {
        try (Lane lane = engine.lane(0)) {
            new Pipeline<>(lane, 1, stages).run(ends);
        }
    }

    @Test
    void every_piece_passes_all_stages_in_order() throws Exception {
        Pieces pieces = new Pieces(50);
        try (Engine engine = Engines.start(2)) {
            run(
                    engine,
                    pieces,
                    List.of(
                            pieces.stage("cut", 2, 3, (piece, worker) -> {}),
                            pieces.stage("glue", 1, 1, (piece, worker) -> {})));
        }

        assertThat(pieces.numbers()).hasSize(50).doesNotHaveDuplicates();
        assertThat(pieces.marks()).containsOnly(List.of("cut ran", "glue ran"));
    }

    @Tag("ENG-12")
    @Test
    void a_slow_stage_throttles_those_before_it_back_to_the_source() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        // Two are prepared, the fast stage has three behind it, and the slow one has one in hand.
        int bound = 2 + 3 + 1;
        Pieces pieces = new Pieces(100) {
            private int pulsesWhenFull;

            @Override
            public void pulse() {
                if (pulled == bound && ++pulsesWhenFull == 4) {
                    gate.countDown();
                }
            }
        };
        Pipeline<Piece> pipeline;
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            pipeline = new Pipeline<>(
                    lane,
                    2,
                    List.of(
                            pieces.stage("fast", 2, 3, (piece, worker) -> {}),
                            pieces.stage("slow", 1, 4, (piece, worker) -> gate.await())));
            pipeline.run(pieces);
        }

        assertThat(pieces.numbers()).hasSize(100).doesNotHaveDuplicates();
        assertThat(pieces.mostUnderWay).isLessThanOrEqualTo(2 + 3 + 4);
        assertThat(pipeline.prepared().waits()).as("the source was held up").isPositive();
        assertThat(pipeline.statistics().get(0).behind().waits())
                .as("by the fast stage's channel")
                .isPositive();
        assertThat(pipeline.statistics().get(0).behind().highWater()).isLessThanOrEqualTo(3);
        assertThat(pipeline.statistics().get(1).mostUnderWay()).isEqualTo(1);
    }

    @Test
    void a_slow_sink_throttles_the_stages() throws Exception {
        Pieces pieces = new Pieces(40) {
            @Override
            public void accept(Piece piece) throws IOException {
                super.accept(piece);
                while (pulled > accepted.size() && pulled < 40 && running.get() > 0) {
                    Thread.onSpinWait();
                }
            }
        };
        Pipeline<Piece> pipeline;
        try (Engine engine = Engines.start(2);
                Lane lane = engine.lane(0)) {
            pipeline = new Pipeline<>(lane, 1, List.of(pieces.stage("cut", 9, 2, (piece, worker) -> {})));
            pipeline.run(pieces);
        }

        assertThat(pieces.numbers()).hasSize(40);
        assertThat(pieces.mostUnderWay).isLessThanOrEqualTo(3);
        assertThat(pipeline.statistics().get(0).mostUnderWay())
                .as("its width is more than its channel holds")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void a_piece_that_fails_goes_on_and_says_so() throws Exception {
        Pieces pieces = new Pieces(3);
        try (Engine engine = Engines.start(2)) {
            run(
                    engine,
                    pieces,
                    List.of(
                            pieces.stage("cut", 1, 1, (piece, worker) -> {
                                if (piece.number == 1) {
                                    throw new IllegalStateException("knot");
                                }
                            }),
                            pieces.stage("glue", 1, 1, (piece, worker) -> {})));
        }

        assertThat(pieces.marks())
                .containsExactly(
                        List.of("cut ran", "glue ran"),
                        List.of("cut failed knot", "glue ran"),
                        List.of("cut ran", "glue ran"));
    }

    @Test
    void a_piece_that_outlives_its_limit_or_gets_stuck_goes_on_and_says_so() throws Exception {
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        CountDownLatch begun = new CountDownLatch(1);
        Duration limit = Duration.ofSeconds(60);
        Pieces pieces = new Pieces(3) {
            private int round;

            @Override
            public void pulse() throws InterruptedException {
                if (pulled == 3 && round++ == 0) {
                    begun.await();
                    deaf.awaitBegun();
                    clock.advance(limit);
                    deaf.awaitInterrupted();
                    while (all.get(0).marks.isEmpty()) {
                        Thread.onSpinWait();
                    }
                    clock.advance(Engines.GRACE);
                }
            }
        };
        try (Engine engine = Engines.start(2, clock)) {
            run(engine, pieces, List.of(pieces.limited("cut", 2, 3, limit.toNanos(), (piece, worker) -> {
                if (piece.number == 0) {
                    begun.countDown();
                    new CountDownLatch(1).await();
                } else if (piece.number == 1) {
                    deaf.run(0, worker);
                }
            })));
            assertThat(pieces.marks())
                    .containsExactlyInAnyOrder(List.of("cut failed null"), List.of("cut stuck"), List.of("cut ran"));
            deaf.release();
            deaf.awaitReturned();
        }
    }

    @Test
    void a_piece_without_steps_passes_a_stage_untouched() throws Exception {
        Pieces pieces = new Pieces(20);
        Stage<Piece> none = new Stage<>("none", 1, 1, piece -> new NoSteps());
        try (Engine engine = Engines.start(1)) {
            run(engine, pieces, List.of(none, pieces.stage("cut", 1, 1, (piece, worker) -> {}), none));
        }

        assertThat(pieces.marks()).hasSize(20).containsOnly(List.of("cut ran"));
    }

    @Test
    void the_source_may_have_more_after_a_piece_came_out() throws Exception {
        Pieces pieces = new Pieces(10) {
            @Override
            public @Nullable Piece next() throws IOException, InterruptedException {
                // One at a time, as a case that is tried again.
                return pulled == accepted.size() ? super.next() : null;
            }
        };
        try (Engine engine = Engines.start(2)) {
            run(engine, pieces, List.of(pieces.stage("cut", 2, 2, (piece, worker) -> {})));
        }

        assertThat(pieces.numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void what_the_caller_throws_cancels_what_is_under_way_and_nothing_outlives_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        Pieces pieces = new Pieces(100) {
            @Override
            public void pulse() throws IOException {
                if (begun.getCount() == 0) {
                    throw new IOException("enough");
                }
            }
        };
        try (Engine engine = Engines.start(2)) {
            assertThatThrownBy(() -> run(
                            engine,
                            pieces,
                            List.of(
                                    pieces.stage("cut", 3, 3, (piece, worker) -> {
                                        begun.countDown();
                                        new CountDownLatch(1).await();
                                    }),
                                    pieces.stage("glue", 1, 1, (piece, worker) -> {}))))
                    .isInstanceOf(IOException.class)
                    .hasMessage("enough");
        }

        assertThat(pieces.running).hasValue(0);
        assertThat(pieces.ending).hasMessage("enough");
        assertThat(pieces.numbers()).hasSize(pieces.pulled).doesNotHaveDuplicates();
        assertThat(pieces.marks())
                .filteredOn(marks -> marks.contains("cut failed null"))
                .as("interrupted")
                .hasSize(2);
        assertThat(pieces.marks()).allSatisfy(marks -> assertThat(marks).endsWith("glue skipped"));
    }

    @Test
    void an_interrupt_of_the_caller_ends_the_pipeline() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Pieces pieces = new Pieces(1);
        Thread caller = Thread.currentThread();
        try (Engine engine = Engines.start(2)) {
            Thread other = new Thread(() -> {
                try {
                    begun.await();
                    caller.interrupt();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            other.start();
            assertThatThrownBy(() -> run(engine, pieces, List.of(pieces.stage("cut", 1, 1, (piece, worker) -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    }))))
                    .isInstanceOf(InterruptedException.class);
            other.join();
        }

        assertThat(pieces.marks()).containsExactly(List.of("cut failed null"));
    }

    @Test
    void a_sink_that_fails_while_all_is_cancelled_is_told_first() {
        CountDownLatch begun = new CountDownLatch(1);
        Pieces pieces = new Pieces(2) {
            @Override
            public void pulse() throws InterruptedException {
                if (begun.getCount() == 0) {
                    throw new InterruptedException("killed");
                }
            }

            @Override
            public void accept(Piece piece) throws IOException {
                super.accept(piece);
                throw new IOException("full");
            }
        };
        try (Engine engine = Engines.start(1)) {
            assertThatThrownBy(() -> run(engine, pieces, List.of(pieces.stage("cut", 1, 2, (piece, worker) -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    }))))
                    .isInstanceOf(IOException.class)
                    .hasMessage("full")
                    .satisfies(
                            e -> assertThat(e.getSuppressed()).hasExactlyElementsOfTypes(InterruptedException.class));
        }

        assertThat(pieces.running).hasValue(0);
        assertThat(pieces.accepted).as("no second try").hasSize(1);
    }

    @Test
    void an_engine_that_takes_no_more_work_lets_what_runs_end_and_says_why() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Engine engine = Engines.start(1);
        Lane lane = engine.lane(0);
        Thread[] closer = new Thread[1];
        Pieces pieces = new Pieces(10) {
            @Override
            public void pulse() throws InterruptedException {
                if (pulled > 0 && closer[0] == null) {
                    begun.await();
                    closer[0] = new Thread(engine::close);
                    closer[0].start();
                } else if (lane.stopped()) {
                    gate.countDown();
                }
            }
        };

        Pipeline<Piece> pipeline = new Pipeline<>(lane, 1, List.of(pieces.stage("cut", 2, 2, (piece, worker) -> {
            begun.countDown();
            gate.await();
        })));
        assertThatThrownBy(() -> pipeline.run(pieces))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("is closed");
        lane.close();
        closer[0].join();
        assertThat(pieces.ending).as("nothing was cancelled").isNull();
        assertThat(pieces.numbers()).hasSize(pieces.pulled).doesNotHaveDuplicates();
        assertThat(pieces.all.get(0).marks).containsExactly("cut ran");
        assertThat(pieces.all.stream().skip(1))
                .isNotEmpty()
                .allSatisfy(piece -> assertThat(piece.marks).containsExactly("cut skipped"));
    }

    @Test
    void a_stage_that_cannot_take_a_piece_ends_the_pipeline_and_loses_none() {
        Pieces pieces = new Pieces(10);
        Stage<Piece> broken = new Stage<>("broken", 1, 1, piece -> {
            throw new IllegalStateException("no tool");
        });
        try (Engine engine = Engines.start(1)) {
            assertThatThrownBy(() -> run(engine, pieces, List.of(broken)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no tool");
        }

        assertThat(pieces.numbers()).isNotEmpty().hasSize(pieces.pulled);
    }

    @Test
    void what_throws_between_the_steps_is_told() throws Exception {
        OutOfMemoryError reason = new OutOfMemoryError("planted");
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        Pieces pieces = new Pieces(1);
        Channel<Piece> in = new Channel<>(1);
        Channel<Piece> out = new Channel<>(1);
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            Station<Piece> station = new Station<>(
                    pieces.stage("cut", 1, 1, (piece, worker) -> {}), in, out, lane, refused -> {}, told::complete);
            in.listen(station::advance, () -> {});
            out.listen(
                    () -> {
                        throw reason;
                    },
                    station::advance);
            assertThat(in.reserve()).isTrue();
            in.fill(new Piece(0));

            assertThat(told.get()).isSameAs(reason);
        }
    }

    @Test
    void a_pipeline_that_may_have_lost_a_piece_does_not_wait_for_it_for_ever() throws InterruptedException {
        OutOfMemoryError reason = new OutOfMemoryError("planted");
        AtomicReference<@Nullable Pipeline<Piece>> running = new AtomicReference<>();
        Deaf neverBack = new Deaf();
        Pieces pieces = new Pieces(2);
        try (Engine engine = Engines.start(1);
                Lane lane = engine.lane(0)) {
            Pipeline<Piece> pipeline = new Pipeline<>(lane, 1, List.of(pieces.stage("cut", 1, 1, (piece, worker) -> {
                Objects.requireNonNull(running.get()).broken(reason);
                neverBack.run(0, worker);
            })));
            running.set(pipeline);

            assertThatThrownBy(() -> pipeline.run(pieces)).isSameAs(reason);

            neverBack.release();
        }
        assertThat(pieces.ending).isSameAs(reason);
    }

    private static final class NoSteps extends Ledger implements Batch {
        NoSteps() {
            super(0, (index, worker) -> {});
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
