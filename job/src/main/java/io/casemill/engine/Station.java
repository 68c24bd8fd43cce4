package io.casemill.engine;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A stage at work. It starts on an item when three things are there: the item, a place behind the stage, which it reserves, and
 * a turn within its width. So nobody waits on the way: whoever makes one of the three available calls {@link #advance}.
 *
 * <p><b>No start is missed.</b> One thread at a time starts items; {@code calls} counts who asked. A thread that finds another one
 * at it leaves its call in the count, and that other one looks again before it leaves. So a look begins after every call,
 * and what the call announced is there before it.
 *
 * <p><b>No failure is silent.</b> What throws here, between the steps, has perhaps lost an item, most likely for want of memory. The
 * station starts nothing more then, and tells.
 */
final class Station<T> {

    private final Stage<T> stage;
    private final Channel<T> in;
    private final Channel<T> out;
    private final Lane lane;
    private final Consumer<Throwable> refused;
    private final Consumer<Throwable> broken;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    /** Written by whoever starts items. */
    private volatile int mostUnderWay;

    /**
     * @param refused told why, when the lane or the stage does not take an item; the item goes on with its steps skipped
     * @param broken told why, when an item may be lost
     */
    Station(
            Stage<T> stage,
            Channel<T> in,
            Channel<T> out,
            Lane lane,
            Consumer<Throwable> refused,
            Consumer<Throwable> broken) {
        this.stage = stage;
        this.in = in;
        this.out = out;
        this.lane = lane;
        this.refused = refused;
        this.broken = broken;
    }

    /** Starts what can be started. Any thread; returns without waiting for anything, and throws nothing. */
    void advance() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        try {
            int answered = 1;
            do {
                startAll();
                answered = calls.addAndGet(-answered);
            } while (answered != 0);
        } catch (Throwable thrown) {
            broken.accept(thrown);
        }
    }

    private void startAll() {
        while (underWay.get() < stage.width() && !in.isEmpty() && out.reserve()) {
            T item = in.poll();
            if (item == null) {
                // Nobody else takes items of this channel.
                throw new IllegalStateException("The channel before stage " + stage.name() + " lost an item");
            }
            mostUnderWay = Math.max(mostUnderWay, underWay.incrementAndGet());
            start(item);
        }
    }

    private void start(T item) {
        Flight flight;
        try {
            flight = new Flight(item, stage.work().apply(item));
        } catch (RuntimeException | Error e) {
            refused.accept(e);
            left(item);
            return;
        }
        if (flight.size == 0) {
            left(item);
            return;
        }
        try {
            lane.submit(flight, 0, flight.size);
        } catch (RuntimeException | Error e) {
            refused.accept(e);
            new Chunk(lane, flight, 0, flight.size).skip();
        }
    }

    private void left(T item) {
        try {
            underWay.decrementAndGet();
            // Wakes the stage behind, or the thread that runs the pipeline.
            out.fill(item);
        } catch (Throwable thrown) {
            broken.accept(thrown);
            return;
        }
        advance();
    }

    StageStatistics statistics() {
        ChannelStatistics behind = out.statistics();
        return new StageStatistics(stage.name(), stage.width(), underWay.get(), mostUnderWay, behind.passed(), behind);
    }

    /** One item in this stage. */
    private final class Flight implements Steps {
        private final T item;
        private final Batch steps;
        private final int size;
        private final AtomicInteger left;

        Flight(T item, Batch steps) {
            this.item = item;
            this.steps = steps;
            this.size = steps.size();
            this.left = new AtomicInteger(size);
        }

        @Override
        public long timeoutNanos(int index) {
            return steps.timeoutNanos(index);
        }

        @Override
        public void run(int index, Worker worker) throws InterruptedException {
            steps.run(index, worker);
        }

        @Override
        public void stuck(int index, Worker worker) {
            steps.stuck(index, worker);
        }

        @Override
        public void skipped(int index) {
            steps.skipped(index);
        }

        @Override
        public void failed(int index, Throwable thrown) {
            steps.failed(index, thrown);
        }

        @Override
        public Map<String, String> labels(int index) {
            return steps.labels(index);
        }

        @Override
        public void ended(int ended) {
            if (left.addAndGet(-ended) == 0) {
                left(item);
            }
        }
    }
}
