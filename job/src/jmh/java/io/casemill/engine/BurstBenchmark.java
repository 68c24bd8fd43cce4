package io.casemill.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bursts from outside: a thread that is no worker submits, then waits until all has run, each the way it is made for: the engine
 * takes a burst as one range and reports whole chunks, the JDK's pools take a list and wait for each. The engine's executor
 * never submits single steps; what that would cost is measured beside.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the setup
public class BurstBenchmark {

    @Param({"2"})
    private int workers;

    /** 1 measures the way of one step: submit, wake, run, report. */
    @Param({"1", "1000"})
    private int burst;

    /** What a piece computes, in JMH's tokens of about 2 ns. */
    @Param({"0", "500"})
    private int tokens;

    private Engine engine;
    private Lane lane;
    private ForkJoinPool forkJoin;
    private ExecutorService fixed;
    private List<Callable<Integer>> tasks;

    @Setup
    public void start() {
        engine = Engine.start(new EngineOptions("bench", workers, Duration.ofSeconds(5), WorkerStart.NOTHING));
        lane = engine.lane(0);
        forkJoin = new ForkJoinPool(workers);
        fixed = Executors.newFixedThreadPool(workers);
        tasks = Collections.nCopies(burst, () -> {
            Blackhole.consumeCPU(tokens);
            return tokens;
        });
    }

    @TearDown
    public void stop() {
        lane.close();
        engine.close();
        forkJoin.shutdownNow();
        fixed.shutdownNow();
    }

    @Benchmark
    public void engineSteps() throws InterruptedException {
        Pieces pieces = new Pieces();
        for (int index = 0; index < burst; index++) {
            lane.submit(pieces, index, index + 1);
        }
        pieces.ended.await();
    }

    @Benchmark
    public void engineRange() throws InterruptedException {
        Pieces pieces = new Pieces();
        lane.submit(pieces, 0, burst);
        pieces.ended.await();
    }

    @Benchmark
    public void forkJoinPool() throws InterruptedException {
        forkJoin.invokeAll(tasks);
    }

    @Benchmark
    public void threadPool() throws InterruptedException {
        fixed.invokeAll(tasks);
    }

    /** The same piece, {@link #burst} times. */
    private final class Pieces implements Steps {

        private final AtomicInteger open = new AtomicInteger(burst);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public long timeoutNanos(int index) {
            return NO_TIMEOUT;
        }

        @Override
        public void run(int index, Worker worker) {
            Blackhole.consumeCPU(tokens);
        }

        @Override
        public void ended(int steps) {
            if (open.addAndGet(-steps) == 0) {
                ended.countDown();
            }
        }

        @Override
        public void stuck(int index, Worker worker) {
            throw new IllegalStateException("Step " + index + " is stuck");
        }

        @Override
        public void skipped(int index) {
            throw new IllegalStateException("Step " + index + " was skipped");
        }

        @Override
        public void failed(int index, Throwable thrown) {
            throw new IllegalStateException("Step " + index + " failed", thrown);
        }
    }
}
