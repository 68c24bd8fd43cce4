package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.engine.WorkerStatistics;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What task attempts tell of the executor's workers. */
@Timeout(60)
@Tag("ENG-21")
class StayTest extends TaskAttemptFixture {
    private final List<EngineStatistics> told = new ArrayList<>();

    StayTest(@TempDir Path folder) {
        super(folder);
    }

    private class Listener implements Tally {
        @Override
        public void add(long completed, long failed, long specFailed) {}

        @Override
        public void add(EngineStatistics statistics) {
            told.add(statistics);
        }
    }

    private void run(ExecutorRuntime on, String runId, int partition, Iterator<Case> cases, Tally tally)
            throws IOException, InterruptedException {
        TaskAttempt.run(on, setup(runId), new TaskId(partition, 0, 0, "1", "host"), cases, tally, () -> false);
    }

    private static long executed(EngineStatistics statistics) {
        return WorkerStatistics.total(statistics.workers()).executed();
    }

    @Test
    void run_tellsOfTheWorkersSinceTheRunCame_notOfEarlierRuns() throws Exception {
        ExecutorRuntime shared = start(2);
        Listener listener = new Listener();

        run(shared, "one", 0, range(0, 300), listener);
        run(shared, "one", 1, range(300, 350), listener);
        run(shared, "other", 0, range(0, 7), listener);

        assertThat(told).extracting(StayTest::executed).containsExactly(300L, 350L, 7L);
        assertThat(told.get(0).stay())
                .isEqualTo(told.get(1).stay())
                .isNotEqualTo(told.get(2).stay());
        assertThat(told.get(1).nanos()).isGreaterThan(told.get(0).nanos());
        assertThat(told.get(2).workers()).hasSize(2);
        assertThat(told).allSatisfy(each -> assertThat(each.inline().executed()).isZero());
    }

    @Test
    void run_withoutWorkers_tellsWhatTheTasksThreadRan() throws Exception {
        Listener listener = new Listener();

        run(start(0), "one", 0, range(0, 30), listener);

        assertThat(told).singleElement().satisfies(statistics -> {
            assertThat(statistics.workers()).isEmpty();
            assertThat(statistics.inline().executed()).isEqualTo(30);
            assertThat(statistics.inline().runTimes().count()).isEqualTo(30);
            assertThat(statistics.inline().busyNanos()).isPositive();
        });
    }

    @Test
    @Tag("ENG-12")
    void run_recordingIsSlow_tellsHowLongCasesWaitedForIt() throws Exception {
        ExecutorRuntime shared = start(2);
        long[] blocked = new long[1];
        Listener slow = new Listener() {
            @Override
            public void add(long completed, long failed, long specFailed) {
                if (blocked[0] == 0) {
                    // Chunks of one case each: those that have a place behind them, and one for the place of the first,
                    // if that was taken.
                    boolean taken = StackWalker.getInstance()
                            .walk(frames -> frames.noneMatch(
                                    frame -> frame.getMethodName().equals("pulse")));
                    int able = TaskAttempt.window(2) + (taken ? 1 : 0);
                    while (stepsOf(shared) < able || !asleep(shared)) {
                        Thread.onSpinWait();
                    }
                    // All that had begun has ended; how long the rest waits from here on is what shall be told.
                    long since = System.nanoTime();
                    while (blocked[0] < 200_000_000) {
                        Thread.onSpinWait();
                        blocked[0] = System.nanoTime() - since;
                    }
                }
            }
        };

        // None ends before as many as there are places for have been taken from the plan, all in the first time around.
        double[] x = DoubleStream.generate(() -> -5).limit(50).toArray();
        AtomicInteger looks = new AtomicInteger();
        TaskAttempt.run(shared, setup("one"), new TaskId(0, 0, 0, "1", "host"), cases(x), slow, () -> {
            if (looks.incrementAndGet() == 2) {
                release("released");
            }
            return false;
        });

        assertThat(told)
                .singleElement()
                .satisfies(statistics -> assertThat(statistics.heldUpNanos()).isGreaterThanOrEqualTo(blocked[0]));
    }

    private static long stepsOf(ExecutorRuntime runtime) {
        return WorkerStatistics.total(runtime.engine().statistics()).executed();
    }

    /** Whether no worker has anything to do: between two looks each was parked. */
    private static boolean asleep(ExecutorRuntime runtime) {
        List<WorkerStatistics> before = runtime.engine().statistics();
        List<WorkerStatistics> after = runtime.engine().statistics();
        for (int worker = 0; worker < before.size(); worker++) {
            WorkerStatistics between = after.get(worker).since(before.get(worker));
            if (between.busyNanos() > 0 || between.parkedNanos() == 0) {
                return false;
            }
        }
        return true;
    }
}
