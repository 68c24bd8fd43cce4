package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.udfs.Arena;
import io.casemill.udfs.CaseContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the number of elements and workers, maps and reductions have the results of one thread. */
class ParallelPropertyTest {

    private static final List<Engine> ENGINES = new ArrayList<>();

    /** What models get where there are no workers: an implementation of its own. */
    private static final CaseContext ALONE = Arena::new;

    @BeforeContainer
    static void start() {
        for (int workers : new int[] {1, 2, 3, 8}) {
            ENGINES.add(Engines.start(workers));
        }
    }

    @AfterContainer
    static void close() {
        ENGINES.forEach(Engine::close);
        ENGINES.clear();
    }

    private interface Body<T> {
        T run(Worker worker) throws Exception;
    }

    private static <T> T inStep(Engine engine, Body<T> body) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Ledger ledger = new Ledger(1, (index, worker) -> complete(result, () -> body.run(worker)));
        try (Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 1);
            ledger.awaitOnceEach();
        }
        return result.join();
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> body) {
        try {
            result.complete(body.call());
        } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
        }
    }

    private static double[] numbers(int n, long seed) {
        Random random = new Random(seed);
        // Magnitudes far apart: any other order of the sum has other bits.
        return random.doubles(n)
                .map(x -> (x - 0.5) * Math.pow(10, random.nextInt(30)))
                .toArray();
    }

    /** An element that now and then takes long enough for others to notice. */
    private static double at(double[] numbers, int index) {
        if (index % 61 == 0) {
            for (int i = 0; i < 1_000; i++) {
                Thread.onSpinWait();
            }
        }
        return numbers[index];
    }

    @Tag("ENG-14")
    @Property(tries = 60)
    void a_map_is_the_sequential_one(@ForAll @IntRange(max = 3_000) int n, @ForAll long seed) throws Exception {
        double[] numbers = numbers(n, seed);
        List<Double> expected = ALONE.parallelMap(n, i -> numbers[i]);

        for (Engine engine : ENGINES) {
            List<Double> mapped = inStep(engine, worker -> Parallel.map(worker, n, i -> at(numbers, i)));
            assertThat(mapped).isEqualTo(expected);
        }
    }

    @Tag("ENG-14")
    @Tag("ENG-25")
    @Property(tries = 60)
    void a_sum_has_the_same_bits(@ForAll @IntRange(max = 3_000) int n, @ForAll long seed) throws Exception {
        double[] numbers = numbers(n, seed);
        long expected = Double.doubleToRawLongBits(ALONE.parallelReduce(n, 0.0, i -> numbers[i], Double::sum));

        for (Engine engine : ENGINES) {
            double sum = inStep(engine, worker -> Parallel.reduce(worker, n, 0.0, i -> at(numbers, i), Double::sum));
            assertThat(Double.doubleToRawLongBits(sum)).isEqualTo(expected);
        }
    }

    @Tag("ENG-14")
    @Property(tries = 30)
    void a_reduction_of_objects_keeps_their_order_and_tree(@ForAll @IntRange(max = 500) int n) throws Exception {
        String expected = ALONE.parallelReduce(n, "", String::valueOf, ParallelPropertyTest::joined);

        for (Engine engine : ENGINES) {
            String text = inStep(
                    engine, worker -> Parallel.reduce(worker, n, "", String::valueOf, ParallelPropertyTest::joined));
            assertThat(text).isEqualTo(expected);
        }
    }

    private static String joined(String left, String right) {
        return "(" + left + " " + right + ")";
    }
}
