package io.casemill.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ends that pull numbered pieces and note what comes out; the bound of what may be on the way is checked at each pull. */
class Pieces implements Ends<Pieces.Piece> {

    /** Runs a step of a piece. */
    interface Act {
        void run(Piece piece, Worker worker) throws InterruptedException;
    }

    /** What flows, and what the stages made of it. */
    static final class Piece {
        final int number;
        final List<String> marks = Collections.synchronizedList(new ArrayList<>());

        Piece(int number) {
            this.number = number;
        }
    }

    final List<Piece> all = new ArrayList<>();
    final List<Piece> accepted = new ArrayList<>();
    final AtomicInteger running = new AtomicInteger();
    int pulled;
    int pulses;
    int mostUnderWay;

    @Nullable Throwable ending;

    private final int count;

    /** Pieces 0 up to, not including, {@code count}. */
    Pieces(int count) {
        this.count = count;
    }

    @Override
    public @Nullable Piece next() throws IOException, InterruptedException {
        if (pulled == count) {
            return null;
        }
        Piece piece = new Piece(pulled++);
        all.add(piece);
        mostUnderWay = Math.max(mostUnderWay, pulled - accepted.size());
        return piece;
    }

    @Override
    public void accept(Piece piece) throws IOException {
        accepted.add(piece);
    }

    @Override
    public void pulse() throws IOException, InterruptedException {
        pulses++;
    }

    @Override
    public void ending(Throwable reason) {
        ending = reason;
    }

    List<Integer> numbers() {
        return accepted.stream().map(piece -> piece.number).toList();
    }

    /** How each accepted piece ended in each stage, such as {@code cut ran}. */
    List<List<String>> marks() {
        return accepted.stream().map(piece -> List.copyOf(piece.marks)).toList();
    }

    Stage<Piece> stage(String name, int width, int capacity, Act act) {
        return new Stage<>(name, width, capacity, piece -> new OneStep(name, piece, act, Steps.NO_TIMEOUT));
    }

    Stage<Piece> limited(String name, int width, int capacity, long limitNanos, Act act) {
        return new Stage<>(name, width, capacity, piece -> new OneStep(name, piece, act, limitNanos));
    }

    private final class OneStep implements Batch {
        private final String name;
        private final Piece piece;
        private final Act act;
        private final long limitNanos;

        OneStep(String name, Piece piece, Act act, long limitNanos) {
            this.name = name;
            this.piece = piece;
            this.act = act;
            this.limitNanos = limitNanos;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public long timeoutNanos(int index) {
            return limitNanos;
        }

        @Override
        public void run(int index, Worker worker) throws InterruptedException {
            running.incrementAndGet();
            try {
                act.run(piece, worker);
                piece.marks.add(name + " ran");
            } finally {
                running.decrementAndGet();
            }
        }

        @Override
        public void stuck(int index, Worker worker) {
            piece.marks.add(name + " stuck");
        }

        @Override
        public void skipped(int index) {
            piece.marks.add(name + " skipped");
        }

        @Override
        public void failed(int index, Throwable thrown) {
            piece.marks.add(name + " failed " + thrown.getMessage());
        }
    }
}
