package io.casemill.engine;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one operation of the deque costs: alone, against the fence-free {@link ArrayDeque} as the floor and a general concurrent
 * deque as the ceiling, and with a thief at the other end.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DequeBenchmark {

    private static final Object ELEMENT = new Object();

    /** Deques of one thread. */
    @State(Scope.Thread)
    public static class Alone {
        final Deque<Object> deque = new Deque<>(256);
        final ArrayDeque<Object> plain = new ArrayDeque<>(256);
        final ConcurrentLinkedDeque<Object> concurrent = new ConcurrentLinkedDeque<>();
    }

    /** A deque of an owner and a thief. */
    @State(Scope.Group)
    public static class Shared {
        final Deque<Object> deque = new Deque<>(256);
    }

    @Benchmark
    public @Nullable Object push_pop(Alone alone) {
        alone.deque.push(ELEMENT);
        return alone.deque.pop();
    }

    @Benchmark
    public @Nullable Object push_pop_ArrayDeque(Alone alone) {
        alone.plain.addLast(ELEMENT);
        return alone.plain.pollLast();
    }

    @Benchmark
    public @Nullable Object push_pop_ConcurrentLinkedDeque(Alone alone) {
        alone.concurrent.addLast(ELEMENT);
        return alone.concurrent.pollLast();
    }

    @Benchmark
    public @Nullable Object push_steal(Alone alone) {
        alone.deque.push(ELEMENT);
        return alone.deque.stealer().steal();
    }

    @Benchmark
    @Group("raced")
    @GroupThreads(1)
    public @Nullable Object raced_owner(Shared shared) {
        shared.deque.push(ELEMENT);
        return shared.deque.pop();
    }

    @Benchmark
    @Group("raced")
    @GroupThreads(1)
    public @Nullable Object raced_thief(Shared shared) {
        return shared.deque.stealer().steal();
    }
}
