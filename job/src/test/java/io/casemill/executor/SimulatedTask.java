package io.casemill.executor;

import io.casemill.engine.Lane;
import io.casemill.engine.SimulatedEngine;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** One task attempt in virtual time: the real window and chunk sizes over a simulated engine. */
public final class SimulatedTask {

    /** What the tasks of a run share on an executor. */
    public static final class Run {
        private int chunkSize = 1;
    }

    private final Run run;
    private final SimulatedEngine engine;
    private final Lane lane;
    private final LongUnaryOperator durations;
    private final LongConsumer done;
    private final ChunkSize chunkSize;
    private final int window;
    private final long to;
    private long from;
    private int open;

    /**
     * Admits the first chunks.
     *
     * @param order the task's age
     * @param durations the nanoseconds that a case takes
     * @param done called when the last case of {@code [from, to)} has ended, with the moment
     */
    public SimulatedTask(
            Run run,
            SimulatedEngine engine,
            long order,
            long from,
            long to,
            LongUnaryOperator durations,
            LongConsumer done,
            long now) {
        this.run = run;
        this.engine = engine;
        this.chunkSize = new ChunkSize(run.chunkSize);
        this.lane = engine.lane(order);
        this.durations = durations;
        this.done = done;
        this.window = TaskAttempt.window(engine.workers()) + TaskAttempt.PREPARED;
        this.from = from;
        this.to = to;
        admit(now);
    }

    private void admit(long now) {
        while (open < window && from < to) {
            int cases = (int) Math.min(chunkSize.next(), to - from);
            Cases work = new Cases(from, cases);
            from += cases;
            open++;
            engine.submit(lane, work, cases, now);
        }
        if (open == 0) {
            engine.end(lane);
            done.accept(now);
        }
    }

    private final class Cases implements SimulatedEngine.Timed {
        private final long first;
        private final int cases;
        private int left;
        private long busy;

        private Cases(long first, int cases) {
            this.first = first;
            this.cases = cases;
            this.left = cases;
        }

        @Override
        public long nanos(int index) {
            long nanos = durations.applyAsLong(first + index);
            busy += nanos;
            return nanos;
        }

        @Override
        public void ended(int index, long now) {
            left--;
            if (left == 0) {
                chunkSize.learn(cases, busy);
                run.chunkSize = chunkSize.next();
                open--;
                admit(now);
            }
        }
    }
}
