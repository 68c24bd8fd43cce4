package io.casemill.engine;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What counting one step costs its worker: alone, with somebody who reads all the time, and against one reading of the clock, of
 * which a step takes two.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CountersBenchmark {

    /** Run times of microseconds to milliseconds. */
    @State(Scope.Thread)
    public static class Times {
        final long[] nanos = new long[1024];
        int next;

        @Setup
        public void draw() {
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = 1L << ThreadLocalRandom.current().nextInt(10, 21);
            }
        }

        long next() {
            return nanos[next++ & 1023];
        }
    }

    /** Counters of one writer. */
    @State(Scope.Thread)
    public static class Alone {
        final Counters counters = new Counters();

        @Setup
        public void make() {
            counters.make();
        }
    }

    /** Counters of a writer and a reader. */
    @State(Scope.Group)
    public static class Read {
        final Counters counters = new Counters();
        final Clock clock = Clock.system();

        @Setup
        public void make() {
            counters.make();
        }
    }

    @Benchmark
    public void count_a_step(Alone alone, Times times) {
        alone.counters.ran(times.next());
    }

    @Benchmark
    @Group("while_read")
    @GroupThreads(1)
    public void count_a_step_while_read(Read read, Times times) {
        read.counters.ran(times.next());
    }

    @Benchmark
    @Group("while_read")
    @GroupThreads(1)
    public WorkerStatistics read(Read read) {
        return read.counters.snapshot(0, -1, 0, read.clock);
    }

    @Benchmark
    public long read_the_clock() {
        return System.nanoTime();
    }
}
