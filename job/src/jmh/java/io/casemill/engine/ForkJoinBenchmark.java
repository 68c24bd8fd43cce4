package io.casemill.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Forking and joining inside a step, against the JDK's fork/join pool and a fixed pool with one shared queue, each with as many
 * threads. All work starts inside the pool: one root per invocation.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the setup
public class ForkJoinBenchmark {

    private static final int SPAWNS = 10_000;
    private static final int DEPTH = 20;

    /** Calls of the recursion for DEPTH, each but the leaves with one fork. */
    private static final int FORKS = 10_945;

    @Param({"2"})
    private int workers;

    /** How long a task of the producer takes, in rounds of about 1.7 ns. The others' tasks are empty. */
    @Param({"10", "100"})
    private int rounds;

    private Engine engine;
    private Lane lane;
    private ForkJoinPool forkJoin;
    private ExecutorService fixed;
    private final SynchronousQueue<Object> results = new SynchronousQueue<>();

    @Setup
    public void start() {
        engine = Engine.start(new EngineOptions("bench", workers, Duration.ofSeconds(5), WorkerStart.NOTHING));
        lane = engine.lane(0);
        forkJoin = new ForkJoinPool(workers);
        fixed = Executors.newFixedThreadPool(workers);
    }

    @TearDown
    public void stop() {
        lane.close();
        engine.close();
        forkJoin.shutdownNow();
        fixed.shutdownNow();
    }

    /** One step of the engine, awaited. */
    private interface Root {
        Object run(io.casemill.engine.Scope scope) throws InterruptedException;
    }

    private Object inEngine(Root root) throws InterruptedException {
        lane.submit(
                new Steps() {
                    @Override
                    public long timeoutNanos(int index) {
                        return NO_TIMEOUT;
                    }

                    @Override
                    public void run(int index, Worker worker) throws InterruptedException {
                        Object result;
                        try (io.casemill.engine.Scope scope = worker.openScope()) {
                            result = root.run(scope);
                        }
                        results.put(result);
                    }

                    @Override
                    public void stuck(int index, Worker worker) {}

                    @Override
                    public void skipped(int index) {}

                    @Override
                    public void failed(int index, Throwable thrown) {
                        thrown.printStackTrace();
                    }
                },
                0,
                1);
        return results.take();
    }

    private static final Callable<Integer> EMPTY = () -> 1;

    @Benchmark
    @OperationsPerInvocation(SPAWNS)
    public Object spawnJoinEngine() throws InterruptedException {
        return inEngine(scope -> {
            int sum = 0;
            for (int i = 0; i < SPAWNS; i++) {
                sum += scope.fork(EMPTY).join();
            }
            return sum;
        });
    }

    @Benchmark
    @OperationsPerInvocation(SPAWNS)
    public Object spawnJoinForkJoinPool() {
        return forkJoin.invoke(new RecursiveTask<Integer>() {
            @Override
            protected Integer compute() {
                int sum = 0;
                for (int i = 0; i < SPAWNS; i++) {
                    sum += new Empty().fork().join();
                }
                return sum;
            }
        });
    }

    private static final class Empty extends RecursiveTask<Integer> {
        @Override
        protected Integer compute() {
            return 1;
        }
    }

    @Benchmark
    @OperationsPerInvocation(SPAWNS)
    public Object spawnJoinFixed() throws ExecutionException, InterruptedException {
        // From one of its threads, as in the others.
        return fixed.submit(() -> {
                    int sum = 0;
                    for (int i = 0; i < SPAWNS; i++) {
                        sum += fixed.submit(EMPTY).get();
                    }
                    return sum;
                })
                .get();
    }

    private static int fibonacci(io.casemill.engine.Scope scope, int n) throws InterruptedException {
        if (n < 2) {
            return n;
        }
        io.casemill.engine.Fork<Integer> left = scope.fork(() -> fibonacci(scope, n - 1));
        int right = fibonacci(scope, n - 2);
        return left.join() + right;
    }

    @Benchmark
    @OperationsPerInvocation(FORKS)
    public Object recursionEngine() throws InterruptedException {
        return inEngine(scope -> fibonacci(scope, DEPTH));
    }

    private static final class Fibonacci extends RecursiveTask<Integer> {
        private final int n;

        Fibonacci(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n < 2) {
                return n;
            }
            ForkJoinTask<Integer> left = new Fibonacci(n - 1).fork();
            int right = new Fibonacci(n - 2).compute();
            return left.join() + right;
        }
    }

    @Benchmark
    @OperationsPerInvocation(FORKS)
    public Object recursionForkJoinPool() {
        return forkJoin.invoke(new Fibonacci(DEPTH));
    }

    private static int spin(int seed, int rounds) {
        int x = seed | 1;
        for (int i = 0; i < rounds; i++) {
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
        }
        return x;
    }

    private static final int BATCH = 10_000;

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object producerEngine() throws InterruptedException {
        return inEngine(scope -> {
            for (int i = 0; i < BATCH; i++) {
                int seed = i;
                scope.fork(() -> spin(seed, rounds));
            }
            scope.join();
            return 1;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object producerForkJoinPool() {
        return forkJoin.invoke(new RecursiveTask<Integer>() {
            @Override
            protected Integer compute() {
                ForkJoinTask<?>[] all = new ForkJoinTask<?>[BATCH];
                for (int i = 0; i < BATCH; i++) {
                    all[i] = new Spin(i, rounds).fork();
                }
                for (int i = BATCH - 1; i >= 0; i--) {
                    all[i].join();
                }
                return 1;
            }
        });
    }

    private static final class Spin extends RecursiveTask<Integer> {
        private final int seed;

        private final int rounds;

        Spin(int seed, int rounds) {
            this.seed = seed;
            this.rounds = rounds;
        }

        @Override
        protected Integer compute() {
            return spin(seed, rounds);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object producerFixed() throws ExecutionException, InterruptedException {
        Future<?>[] all = new Future<?>[BATCH];
        for (int i = 0; i < BATCH; i++) {
            int seed = i;
            all[i] = fixed.submit(() -> spin(seed, rounds));
        }
        for (Future<?> one : all) {
            one.get();
        }
        return 1;
    }
}
