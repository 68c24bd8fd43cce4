package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that fill the heap to the last byte, time and again, in a JVM of their own: whatever fails, each step ends once. */
@Tag("ENG-16")
@Timeout(180)
class FullHeapTest {

    private static final int STEPS = 4_000;
    private static final String GREEDY = "greedy steps: ";

    @Test
    void each_step_ends_once_when_the_heap_is_full() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseParallelGC",
                        "-cp",
                        folder(Engine.class) + File.pathSeparator + folder(FullHeapTest.class),
                        FullHeapTest.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(jvm.waitFor()).as(output).isZero();
            assertThat(output).contains(GREEDY);
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** Without the libraries of the tests, whose index takes more than the heap has. */
    private static Path folder(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Runs in the small JVM; exit 1 when a step has not ended, or has twice. */
    public static void main(String[] arguments) throws InterruptedException {
        Steep steps = new Steep();
        EngineOptions options = new EngineOptions("full", 2, Duration.ofSeconds(2), 1_000_000, WorkerStart.NOTHING);
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            // What the JDK loads for the first time when there is no memory is lost for good.
            limitHolds(lane);
            Log.warning("Memory is going to be short");
            for (int from = 0; from < STEPS; from += 100) {
                lane.submit(steps, from, from + 100);
            }
            boolean allEnded = steps.awaitAll() && limitHolds(lane);
            System.out.println(GREEDY + steps.greedy());
            if (!allEnded) {
                System.out.println("ends of each step: " + steps.endings);
                Runtime.getRuntime().halt(1);
            }
        }
    }

    /** Whether the monitor has survived. */
    private static boolean limitHolds(Lane lane) throws InterruptedException {
        Ledger endless = new Ledger(1, (index, worker) -> new CountDownLatch(1).await()) {
            @Override
            public long timeoutNanos(int index) {
                return 1;
            }
        };
        lane.submit(endless, 0, 1);
        long since = System.nanoTime();
        while (endless.events().isEmpty() && System.nanoTime() - since < TimeUnit.SECONDS.toNanos(100)) {
            Thread.onSpinWait();
        }
        return endless.events().equals(List.of("failed InterruptedException 0"));
    }

    /** Every seventh step takes all memory that there is, while others fork, and gives it back after a while or when interrupted. */
    private static final class Steep implements Steps {
        private final AtomicIntegerArray endings = new AtomicIntegerArray(STEPS);
        private final AtomicIntegerArray counts = new AtomicIntegerArray(2);
        private final AtomicBoolean filling = new AtomicBoolean();

        @Override
        public long timeoutNanos(int index) {
            return TimeUnit.SECONDS.toNanos(20);
        }

        @Override
        public void run(int index, Worker worker) throws InterruptedException {
            if (index % 7 == 3 && filling.compareAndSet(false, true)) {
                counts.incrementAndGet(1);
                try {
                    fill();
                } finally {
                    filling.set(false);
                }
            } else {
                fork(worker);
            }
            end(index);
        }

        private static void fill() {
            List<byte[]> all = new ArrayList<>(1_000_000);
            for (int size = 1 << 20; size >= 16; size /= 2) {
                try {
                    while (true) {
                        all.add(new byte[size]);
                    }
                } catch (OutOfMemoryError e) {
                    // The rest is smaller.
                }
            }
            long since = System.nanoTime();
            while (System.nanoTime() - since < 2_000_000 && !all.isEmpty()) {
                Thread.onSpinWait();
            }
        }

        private static void fork(Worker worker) throws InterruptedException {
            try (Scope scope = worker.openScope()) {
                List<Fork<Integer>> forks = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    forks.add(scope.fork(() -> new byte[1_000].length));
                }
                for (Fork<Integer> fork : forks) {
                    fork.join();
                }
            }
        }

        @Override
        public void stuck(int index, Worker worker) {
            end(index);
        }

        @Override
        public void skipped(int index) {
            end(index);
        }

        @Override
        public void failed(int index, Throwable thrown) {
            end(index);
            // A report that fails as well.
            new ArrayList<byte[]>(1_000).add(new byte[10_000]);
        }

        private void end(int index) {
            endings.incrementAndGet(index);
        }

        @Override
        public void ended(int steps) {
            counts.addAndGet(0, steps);
        }

        /** Whether all steps were counted as ended in time, and each has ended once. */
        boolean awaitAll() {
            long since = System.nanoTime();
            while (counts.get(0) < STEPS && System.nanoTime() - since < TimeUnit.SECONDS.toNanos(100)) {
                Thread.onSpinWait();
            }
            boolean once = counts.get(0) == STEPS;
            for (int step = 0; step < STEPS; step++) {
                once &= endings.get(step) == 1;
            }
            return once;
        }

        int greedy() {
            return counts.get(1);
        }
    }
}
